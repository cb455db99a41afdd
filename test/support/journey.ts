import * as oidc from 'openid-client';
import type { Browser, Frame, Page } from 'playwright-core';
import type { Config } from '../../src/model/config.js';
import { type RestartableApp, startTestApp, type TestApp, type TestAppOptions } from './app.js';
import { addVirtualAuthenticator, launchBrowser, PATIENCE, type VirtualAuthenticator } from './browser.js';
import { type Registered, registerClient } from './relying-party.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;

/** The application, a browser, and Ada with a passkey in it. Stop it after use. */
export interface Journey {
  readonly app: RestartableApp;
  readonly browser: Browser;
  /** Ada's authenticator; it answers every request at once. */
  readonly page: Page;
  readonly authenticator: VirtualAuthenticator;
  readonly userId: string;
  stop(): Promise<void>;
}

export interface JourneyOptions extends TestAppOptions {
  readonly config?: Partial<Config>;
  /** The browser accepts self-signed certificates. */
  readonly ignoreHTTPSErrors?: boolean;
  /** The language of the browser, and how it writes dates. */
  readonly locale?: string;
}

export async function startJourney({
  ignoreHTTPSErrors = false,
  locale = 'en-US',
  config = {},
  ...options
}: JourneyOptions = {}): Promise<Journey> {
  const [app, browser] = await Promise.all([startTestApp(config, options), launchBrowser()]);
  const context = await browser.newContext({ ignoreHTTPSErrors, locale });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const authenticator = await addVirtualAuthenticator(page);
  const input = { username: 'ada', name: 'Ada Lovelace', email: 'ada@example.com', enrolmentLink: true };
  const { createUser } = await app.graphql<{ createUser: { user: { id: string }; enrolmentLink: { url: string } } }>(
    CREATE_USER,
    { input },
  );
  await enrolInBrowser(page, createUser.enrolmentLink.url);
  return {
    app,
    browser,
    page,
    authenticator,
    userId: createUser.user.id,
    stop: async () => {
      await browser.close();
      await app.stop();
    },
  };
}

/** Registers a passkey with the link. Ends at the account page, or for the first owner in the console. */
export async function enrolInBrowser(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.locator('#ceremony button[type=submit]').click();
  await page.waitForURL(/\/(console|account\?at=passkeys&done=(enrolled|recovered))$/);
}

/**
 * Opens a URL and signs in if a page asks for it, until the page's URL begins with `destination`. A virtual authenticator
 * accepts the autofill of the sign-in page by itself.
 */
export async function visit(page: Page, address: string | URL, destination: string): Promise<URL> {
  const arrived = (frame: Frame) => frame === page.mainFrame() && frame.url().startsWith(destination);
  const arrival = page.waitForEvent('framenavigated', arrived);
  // The page may redirect before it has loaded.
  await Promise.all([arrival, page.goto(String(address), { waitUntil: 'commit' })]);
  await page.waitForLoadState();
  return new URL(page.url());
}

/** Creates a client by the API: for all users and with PKCE, unless `input` changes it. */
export function createClient(app: TestApp, input: Record<string, unknown>): Promise<Registered> {
  return registerClient(app, { requirePkce: true, ...input });
}

/** The configuration that openid-client discovers. */
export function discover(
  app: TestApp,
  { id, secret }: Registered,
  authentication: oidc.ClientAuth = oidc.ClientSecretBasic(secret),
  metadata: Partial<oidc.ClientMetadata> = {},
): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(app.origin), id, metadata, authentication, { execute: [oidc.allowInsecureRequests] });
}

/** The parameters of an authorization request and the checks of its response. */
export async function newRequest() {
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  return {
    parameters: {
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    },
    checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
  };
}

/** The OAuth error that openid-client received. Throws if there was none. */
export async function refusalTo(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError) return error.error;
    if (error instanceof oidc.WWWAuthenticateChallengeError) {
      const named = error.cause.find(({ parameters }) => parameters.error !== undefined);
      return named?.parameters.error ?? ((await error.response.json()) as { error: string }).error;
    }
    throw error;
  }
  throw new Error('a refusal was expected');
}
