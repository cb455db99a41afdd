import { type Admission, admit, recordDenial } from '../access/admission.js';
import { alreadyFinished, type Browser, type BrowserAnswer } from '../access/browser-answer.js';
import { knownScopes } from '../access/claims.js';
import {
  beginInteraction,
  deniedPageOf,
  finishInteraction,
  nextOf,
  type OpenInteraction,
  signInPageOf,
} from '../access/interaction.js';
import type { ParameterEntries } from '../access/parameters.js';
import type { Client } from '../model/client.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import type { Interaction } from '../model/interaction.js';
import type { Issuer } from '../model/issuer.js';
import { checkAuthorizationRequest } from './authorization-checks.js';
import {
  type AuthorizationRequest,
  type ReadAuthorizationRequest,
  readAuthorizationRequest,
} from './authorization-request.js';
import { type RedirectTarget, redirectTarget, redirectWithCode, redirectWithError } from './authorization-response.js';
import { findClientOfIssuer } from './client-of-issuer.js';
import { issueCode } from './grant.js';
import { authenticateAfter, promptOf } from './prompt.js';
import { proveRedirectUri } from './redirect-uri.js';
import { grantedScopes } from './scope.js';

export interface AuthorizationInput extends Browser {
  /** Of the query, or of the form that was posted. */
  readonly parameters: ParameterEntries;
}

/** What an interaction keeps for it. A type, not an interface: it is stored as JSON. */
type KeptRequest = { readonly request: AuthorizationRequest; readonly clientGrantEpoch: number };

/** A request that has passed every check, and who asks it where. */
interface CheckedRequest {
  readonly issuer: Issuer;
  readonly client: Client;
  readonly clientGrantEpoch: number;
  readonly request: AuthorizationRequest;
  readonly scopes: readonly string[];
  readonly target: RedirectTarget;
}

/**
 * The authorization endpoint: lets the client have a code, or leads the user to where they sign in.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.1 | RFC 6749 §3.1},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#AuthorizationEndpoint | OpenID Connect Core §3.1.2}
 */
export const authorize = (deps: Deps, issuer: Issuer, input: AuthorizationInput): Promise<BrowserAnswer> =>
  answering(deps, issuer, async (prove) => {
    const read = readAuthorizationRequest(input.parameters);
    const client = await clientOf(deps, issuer, read);
    const checked = await check(deps, { issuer, client, clientGrantEpoch: client.grantEpoch }, read, prove);
    // A Lax cookie does not come with a cross-site POST: whether somebody is signed in shows when the browser comes back.
    if (input.browserHash === undefined) {
      return { kind: 'interaction', location: nextOf(await keep(deps, checked, undefined)) };
    }
    return decide(deps, checked, { ...input, browserHash: input.browserHash }, undefined);
  });

/** Goes on with an authorization whose user has signed in meanwhile, or comes back from a page: decided anew. */
export const resumeAuthorization = (
  deps: Deps,
  open: OpenInteraction,
  browser: Browser & { readonly browserHash: string },
): Promise<BrowserAnswer> =>
  answering(deps, open.issuer, async (prove) => {
    const checked = await checkKept(deps, open, prove);
    if (checked.clientGrantEpoch !== open.client.grantEpoch) {
      throw new OAuthError('access_denied', 'The grants of the client were ended during the sign-in; begin again.');
    }
    return decide(deps, checked, browser, open.interaction);
  });

/** Leads somebody who will not, or may not, go on back to the client: `access_denied`, once. */
export const denyAuthorization = (deps: Deps, open: OpenInteraction, browserHash: string): Promise<BrowserAnswer> =>
  answering(deps, open.issuer, async (prove) => {
    await checkKept(deps, open, prove);
    if (!(await finishInteraction(deps, open.interaction.id, browserHash))) return alreadyFinished;
    throw new OAuthError('access_denied', 'The user was not let in, or declined.');
  });

/** Before the redirect URI is proved, an error is shown; after that it is sent there. */
const answering = async (
  deps: Deps,
  issuer: Issuer,
  steps: (prove: (target: RedirectTarget) => void) => Promise<BrowserAnswer>,
): Promise<BrowserAnswer> => {
  let proved: RedirectTarget | undefined;
  try {
    return await steps((target) => {
      proved = target;
    });
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return proved === undefined ? { kind: 'errorPage', error } : redirectWithError(deps, issuer, proved, error);
  }
};

/** RFC 6749 §4.1.2.1: without a valid client identifier and redirect URI, MUST NOT redirect. */
const clientOf = async (
  deps: Deps,
  issuer: Issuer,
  { request, duplicates }: ReadAuthorizationRequest,
): Promise<Client> => {
  if (request.client_id === undefined) throw new OAuthError('invalid_request', 'client_id is missing.');
  const twice = duplicates.find((name) => name === 'client_id' || name === 'redirect_uri');
  if (twice !== undefined) throw new OAuthError('invalid_request', `${twice} came more than once.`);
  const client = await findClientOfIssuer(deps, issuer, request.client_id);
  if (client === undefined) throw new OAuthError('invalid_client', 'There is no such client.');
  return client;
};

const checkKept = (
  deps: Deps,
  { interaction, client, issuer }: OpenInteraction,
  prove: (target: RedirectTarget) => void,
): Promise<CheckedRequest> => {
  const { request, clientGrantEpoch } = interaction.request as KeptRequest;
  return check(deps, { issuer, client, clientGrantEpoch }, { request, duplicates: [] }, prove);
};

const check = async (
  deps: Deps,
  asking: Pick<CheckedRequest, 'issuer' | 'client' | 'clientGrantEpoch'>,
  { request, duplicates }: ReadAuthorizationRequest,
  prove: (target: RedirectTarget) => void,
): Promise<CheckedRequest> => {
  const { client } = asking;
  if (!client.integrations.includes('OIDC')) {
    throw new OAuthError('unauthorized_client', 'The client does not use OpenID Connect.');
  }
  // What came twice has no value that could be echoed or obeyed.
  const { state, response_mode } = request;
  const target = redirectTarget(proveRedirectUri(client, request.redirect_uri), {
    ...(state !== undefined && !duplicates.includes('state') && { state }),
    ...(response_mode !== undefined && !duplicates.includes('response_mode') && { response_mode }),
  });
  prove(target);
  const known = await knownScopes(deps);
  checkAuthorizationRequest({ config: deps.config, client, knownScopes: known, request, duplicates });
  return { ...asking, request, target, scopes: grantedScopes(client, known, request.scope) };
};

/** The sign-in decision, and what follows from it. `interaction`: what is open already. */
const decide = async (
  deps: Deps,
  checked: CheckedRequest,
  browser: Browser & { readonly browserHash: string },
  interaction: Interaction | undefined,
): Promise<BrowserAnswer> => {
  const { client, request } = checked;
  const after =
    interaction === undefined ? authenticateAfter(request, deps.clock.now()) : interaction.authenticateAfter;
  const admission = await admit(deps, client, browser.sessionCookie, after);
  if (admission.state === 'admitted') return complete(deps, checked, admission, browser.browserHash, interaction);
  if (admission.state === 'denied') await recordDenial(deps, client, admission.active, browser.caller);
  if (promptOf(request).has('none')) throw refusalOf(admission);
  const open = interaction ?? (await keep(deps, checked, browser.browserHash));
  return { kind: 'interaction', location: admission.state === 'denied' ? deniedPageOf(open) : signInPageOf(open) };
};

/** Consume, then issue: of several that finish one interaction exactly one gets a code. */
const complete = async (
  deps: Deps,
  { issuer, client, clientGrantEpoch, request, scopes, target }: CheckedRequest,
  admission: Extract<Admission, { state: 'admitted' }>,
  browserHash: string,
  interaction: Interaction | undefined,
): Promise<BrowserAnswer> => {
  if (interaction !== undefined && !(await finishInteraction(deps, interaction.id, browserHash)))
    return alreadyFinished;
  const { redirect_uri, code_challenge, nonce, resource = [] } = request;
  const code = await issueCode(deps, {
    ...{ issuer, client, clientGrantEpoch, admission, scopes, resource },
    request: {
      ...(redirect_uri !== undefined && { redirect_uri }),
      ...(code_challenge !== undefined && { code_challenge }),
      ...(nonce !== undefined && { nonce }),
    },
  });
  return redirectWithCode(deps, issuer, target, code);
};

const keep = (deps: Deps, checked: CheckedRequest, browserHash: string | undefined): Promise<Interaction> => {
  const { issuer, client, clientGrantEpoch, request } = checked;
  const kept: KeptRequest = { request, clientGrantEpoch };
  const after = authenticateAfter(request, deps.clock.now());
  return beginInteraction(deps, {
    ...{ issuer, client, kind: 'oidc', request: kept },
    register: promptOf(request).has('create') && client.registrationEnabled,
    ...(browserHash !== undefined && { browserHash }),
    ...(after !== undefined && { authenticateAfter: after }),
    ...(request.login_hint !== undefined && { loginHint: request.login_hint }),
    ...(request.ui_locales !== undefined && { uiLocales: request.ui_locales }),
  });
};

/** OpenID Connect Core §3.1.2.6: what `prompt=none` is answered with where there would be a page. */
const refusalOf = ({ state }: Admission): OAuthError =>
  state === 'denied'
    ? new OAuthError('access_denied', 'The user has no permission for the client.')
    : new OAuthError('login_required', 'The user is not signed in.');
