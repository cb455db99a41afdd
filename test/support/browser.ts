import { describe, it, jest } from '@jest/globals';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.js';

/** Milliseconds. Long enough for a busy machine: it only ends the wait for something that never happens. */
export const PATIENCE = 180_000;
jest.setTimeout(PATIENCE);

export interface LaunchOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A browser that makes no requests of its own. Close it after use. */
export async function launchBrowser({ args = [], env = {} }: LaunchOptions = {}): Promise<Browser> {
  const place = await findChromium();
  if (place === undefined) throw new Error('no Chrome or Chromium here: CHROME_PATH can name one');
  return chromium.launch({
    executablePath: place.executablePath,
    env: { ...process.env, ...place.env, ...env },
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...args,
    ],
  });
}

const lacksBrowser = (await findChromium()) === undefined;
const LACKING = '(lacks a Chrome or Chromium: CHROME_PATH can name one)';

/** Tests in a browser. Without one they are skipped, with the reason in their name. */
export function describeInBrowser(name: string, journeys: () => void): void {
  lacksBrowser ? describe.skip(`${name} ${LACKING}`, journeys) : describe(name, journeys);
}

/** The same for a single test. */
export function itInBrowser(name: string, test: () => Promise<void>): void {
  lacksBrowser ? it.skip(`${name} ${LACKING}`, test) : it(name, test);
}

/** `WebAuthn.Credential` of the DevTools protocol; binary members are base64. */
export interface VirtualCredential {
  readonly credentialId: string;
  readonly isResidentCredential: boolean;
  readonly rpId?: string;
  readonly privateKey: string;
  readonly userHandle?: string;
  readonly signCount: number;
}

/**
 * A virtual authenticator that replaces the built-in one of the page. It stores discoverable credentials, verifies its
 * user and answers at once, unless a test changes that.
 * https://w3c.github.io/webauthn/#sctn-automation
 */
export interface VirtualAuthenticator {
  credentials(): Promise<VirtualCredential[]>;
  addCredential(credential: VirtualCredential): Promise<void>;
  removeCredential(credentialId: string): Promise<void>;
  /** Whether user verification succeeds in the next ceremonies. */
  setUserVerified(verified: boolean): Promise<void>;
  /** Whether ceremonies are answered automatically. Otherwise they wait for ever. */
  setPresence(present: boolean): Promise<void>;
  remove(): Promise<void>;
}

/** WebAuthn.VirtualAuthenticatorOptions of the DevTools protocol. */
export interface VirtualAuthenticatorOptions {
  readonly protocol?: 'ctap2' | 'u2f';
  readonly ctap2Version?: 'ctap2_0' | 'ctap2_1';
  readonly transport?: 'usb' | 'nfc' | 'ble' | 'cable' | 'internal';
  readonly hasResidentKey?: boolean;
  readonly hasUserVerification?: boolean;
  readonly isUserVerified?: boolean;
  readonly automaticPresenceSimulation?: boolean;
  readonly defaultBackupEligibility?: boolean;
  readonly defaultBackupState?: boolean;
}

const BUILT_IN = {
  protocol: 'ctap2',
  ctap2Version: 'ctap2_1',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const satisfies VirtualAuthenticatorOptions;

function controlsOf(cdp: CDPSession, authenticatorId: string): VirtualAuthenticator {
  return {
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    addCredential: async (credential) => {
      await cdp.send('WebAuthn.addCredential', { authenticatorId, credential });
    },
    removeCredential: async (credentialId) => {
      await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
    },
    setUserVerified: async (isUserVerified) => {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    setPresence: async (enabled) => {
      await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    remove: async () => {
      await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
      await cdp.detach();
    },
  };
}

/** Belongs to this page only, not to other pages of its context. */
export async function addVirtualAuthenticator(
  page: Page,
  options: VirtualAuthenticatorOptions = {},
): Promise<VirtualAuthenticator> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...BUILT_IN, ...options },
  });
  return controlsOf(cdp, authenticatorId);
}
