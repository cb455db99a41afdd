import { knownScopes } from '../access/claims.js';
import { type ConsentQuestion, consentStanding, noteConsentUse } from '../access/consent.js';
import { admit, recordDenial } from '../access/interaction/admission.js';
import { alreadyFinished, type Browser, type BrowserAnswer, withQuery } from '../access/interaction/browser-answer.js';
import {
  beginInteraction,
  consentPageOf,
  deniedPageOf,
  finishInteraction,
  type OpenInteraction,
  signInPageOf,
} from '../access/interaction/interaction.js';
import { type ActiveSession, touchSession } from '../access/sessions/session.js';
import type { Interaction } from '../model/access/interaction.js';
import type { Client } from '../model/clients/client.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import {
  type BasicInput,
  type BasicRequest,
  checkBasicClient,
  findBasicClient,
  type ProvedUri,
  proveUri,
  readBasicRequest,
} from './basic-request.js';
import { basicToken } from './basic-token.js';

type KnownBrowser = Browser & { readonly browserHash: string };

/** A request of a client whose redirect URI is proved. */
interface BasicLogin {
  readonly client: Client;
  readonly issuer: Issuer;
  readonly request: BasicRequest;
  readonly redirectUri: ProvedUri;
}

/** Signs somebody in for a Basic client, and leads them back with `?token&clientId&state`. */
export function basicLogin(deps: Deps, input: BasicInput & { readonly browserHash: string }): Promise<BrowserAnswer> {
  return shown(async () => {
    const request = readBasicRequest(input.parameters);
    const login = await loginOf(deps, await findBasicClient(deps, input.clientId), request);
    return decide(deps, login, input, undefined, false);
  });
}

/** The same, but a new user registers first, where the client allows it; else there is no such place. */
export function basicRegistration(
  deps: Deps,
  input: BasicInput & { readonly browserHash: string },
): Promise<BrowserAnswer> {
  return shown(async () => {
    const request = readBasicRequest(input.parameters);
    const client = await findBasicClient(deps, input.clientId);
    if (!client.registrationEnabled) {
      throw new OAuthError('access_denied', 'Registration is not open for this application.', { status: 404 });
    }
    const login = await loginOf(deps, client, request);
    return decide(deps, login, input, undefined, true);
  });
}

/** Goes on with a login whose user has signed in meanwhile, or comes back from a page: decided anew. */
export function resumeBasic(deps: Deps, open: OpenInteraction, browser: KnownBrowser): Promise<BrowserAnswer> {
  return shown(async () => decide(deps, loginOfKept(deps, open), browser, open.interaction, false));
}

/** Leads somebody who will not, or may not, go on back to the client: `access_denied`, once. */
export function denyBasic(deps: Deps, open: OpenInteraction, browserHash: string): Promise<BrowserAnswer> {
  return shown(async () => {
    const login = loginOfKept(deps, open);
    if (!(await finishInteraction(deps, open.interaction.id, browserHash))) return alreadyFinished;
    return back(login, { error: 'access_denied' });
  });
}

async function shown(steps: () => Promise<BrowserAnswer>): Promise<BrowserAnswer> {
  try {
    return await steps();
  } catch (error) {
    if (error instanceof OAuthError) return { kind: 'errorPage', error };
    throw error;
  }
}

async function loginOf(deps: Deps, client: Client, request: BasicRequest): Promise<BasicLogin> {
  const redirectUri = proveUri(client, 'redirect_uris', request);
  const issuer = await deps.store.issuers.find(client.issuerId);
  if (issuer?.generation !== client.issuerGeneration) {
    throw new OAuthError('invalid_client', 'There is no such client.', { status: 404 });
  }
  return { client, issuer, request, redirectUri };
}

function loginOfKept(deps: Deps, { interaction, client, issuer }: OpenInteraction): BasicLogin {
  checkBasicClient(deps.config, client);
  const request = interaction.request as BasicRequest;
  return { client, issuer, request, redirectUri: proveUri(client, 'redirect_uris', request) };
}

async function decide(
  deps: Deps,
  login: BasicLogin,
  browser: KnownBrowser,
  interaction: Interaction | undefined,
  register: boolean,
): Promise<BrowserAnswer> {
  const { client, issuer, redirectUri } = login;
  const after = register ? deps.clock.now() : interaction?.authenticateAfter;
  const admission = await admit(deps, client, browser.sessionCookie, after);
  if (admission.state === 'admitted') {
    const standing = consentStanding(await questionOf(deps, client, admission.active, interaction));
    if (standing.state === 'demanded') {
      const open = interaction ?? (await keep(deps, login, browser, register, after));
      return { kind: 'interaction', location: consentPageOf(open) };
    }
    if (interaction !== undefined && !(await finishInteraction(deps, interaction.id, browser.browserHash))) {
      return alreadyFinished;
    }
    const token = await basicToken(deps, issuer, client, admission.active, redirectUri);
    await touchSession(deps, admission.active, client);
    noteConsentUse(deps, standing.consent);
    return back(login, { token });
  }
  const open = interaction ?? (await keep(deps, login, browser, register, after));
  if (admission.state === 'signInRequired') return { kind: 'interaction', location: signInPageOf(open) };
  await recordDenial(deps, client, admission.active, browser.caller);
  return { kind: 'interaction', location: deniedPageOf(open) };
}

/** The token has the claims of all of the client's scopes: these are what its user is asked for. */
async function questionOf(
  deps: Deps,
  client: Client,
  active: ActiveSession,
  interaction: Interaction | undefined,
): Promise<ConsentQuestion> {
  const known = await knownScopes(deps);
  const released = known.filter(({ id, claims }) => client.scopes.includes(id) && claims.length > 0);
  const asked = { scopes: released.map(({ id }) => id), claims: [] };
  return { client, active, knownScopes: known, asked, anew: false, answered: interaction?.consent };
}

/** What the user of an open login is to be asked now; `undefined` where nothing is, and it goes on elsewhere. */
export async function basicQuestion(
  deps: Deps,
  { interaction, client }: OpenInteraction,
  { sessionCookie }: Browser,
): Promise<ConsentQuestion | undefined> {
  const admission = await admit(deps, client, sessionCookie, interaction.authenticateAfter);
  if (admission.state !== 'admitted') return undefined;
  const question = await questionOf(deps, client, admission.active, interaction);
  return consentStanding(question).state === 'demanded' ? question : undefined;
}

function back(
  { client, request: { state }, redirectUri }: BasicLogin,
  answer: { readonly token: string } | { readonly error: string },
): BrowserAnswer {
  return {
    kind: 'redirect',
    url: withQuery(redirectUri, { ...answer, clientId: client.id, ...(state !== undefined && { state }) }),
  };
}

function keep(
  deps: Deps,
  { client, issuer, request }: BasicLogin,
  { browserHash, caller }: KnownBrowser,
  register: boolean,
  authenticateAfter: Date | undefined,
): Promise<Interaction> {
  return beginInteraction(deps, {
    issuer,
    client,
    caller,
    kind: 'basic',
    request,
    browserHash,
    register,
    ...(authenticateAfter !== undefined && { authenticateAfter }),
    ...(request.username !== undefined && { loginHint: request.username }),
  });
}
