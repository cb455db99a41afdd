import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { addVirtualAuthenticator, PATIENCE, type VirtualAuthenticator, type VirtualCredential } from './browser.js';

/** What the page told the browser's passkey manager. */
export interface Signal {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Somebody's device: a browser of its own, with a window and an authenticator in it. */
export interface Device {
  readonly page: Page;
  readonly authenticator: VirtualAuthenticator;
  /** Oldest first. */
  readonly signals: readonly Signal[];
  /** One more window of the same browser; its authenticator has copies of these. */
  openTab(credentials: readonly VirtualCredential[]): Promise<Pick<Device, 'page' | 'authenticator'>>;
  close(): Promise<void>;
}

/** `credentials`: those that it has from another device, as a passkey manager brings them. */
export async function newDevice(
  browser: Browser,
  credentials: readonly VirtualCredential[] = [],
  options: BrowserContextOptions = {},
): Promise<Device> {
  const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(PATIENCE);
  const signals: Signal[] = [];
  await context.exposeFunction('recordSignal', (name: string, options: Signal['options']) => {
    signals.push({ name, options });
  });
  await context.addInitScript(noteSignals);
  const openTab: Device['openTab'] = async (held) => {
    const page = await context.newPage();
    const authenticator = await addVirtualAuthenticator(page);
    for (const credential of held) await authenticator.addCredential(later(credential));
    return { page, authenticator };
  };
  return { ...(await openTab(credentials)), signals, openTab, close: () => context.close() };
}

/** Copies count on their own: this one has signed more often than whoever made it. */
function later(credential: VirtualCredential): VirtualCredential {
  return {
    ...credential,
    signCount: credential.signCount + 100,
  };
}

/** Runs in the page: each signal is noted, and goes on to the browser. */
function noteSignals(): void {
  const { recordSignal } = globalThis as unknown as { recordSignal: (name: string, options: object) => void };
  const methods = PublicKeyCredential as unknown as Record<string, (options: object) => Promise<void>>;
  for (const name of ['signalUnknownCredential', 'signalAllAcceptedCredentials', 'signalCurrentUserDetails']) {
    const told = methods[name]?.bind(PublicKeyCredential);
    methods[name] = async (options) => {
      recordSignal(name, options);
      await told?.(options);
    };
  }
}
