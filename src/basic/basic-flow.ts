import { knownScopes } from '../access/claims/known-scopes.js';
import type { ConsentQuestion } from '../access/consent.js';
import { type BrowserAnswer, withQuery } from '../access/interaction/browser-answer.js';
import type { Approval, FlowDescription, FlowRequest, Reopened } from '../access/interaction/flow-description.js';
import type { OpenInteraction, WaitingRequest } from '../access/interaction/interaction.js';
import { scopesOfUser } from '../access/role-scopes.js';
import { sessionUse } from '../access/sessions/session.js';
import type { Plan } from '../model/change-record.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import { type BasicRequest, checkBasicClient, parseRegisteredUri, type RegisteredUri } from './basic-request.js';
import { basicToken } from './basic-token.js';

/** A sign-in request of the Basic protocol that has passed all checks. */
export interface BasicSignIn extends FlowRequest {
  readonly parameters: BasicRequest;
  readonly redirectUri: RegisteredUri;
}

/**
 * The request as it is stored while the user signs in. Requests that Passgraph 0.1 stored have no `clientGrantEpoch`.
 */
type WaitingSignIn = BasicRequest & { readonly clientGrantEpoch?: number };

/**
 * The steps in which a Basic sign-in differs from other sign-ins. At the end, the application receives a signed token.
 */
export const basicFlow: FlowDescription<BasicSignIn> = {
  reopen,
  makeConsentQuestion,
  planIssue,
  deny: async (_, request, { error }) => redirectBack(request, { error }),
  fail: async (_deps, _request, error) => ({ kind: 'errorPage', error }),
};

async function reopen(deps: Deps, { interaction, client, issuer }: OpenInteraction): Promise<Reopened<BasicSignIn>> {
  const { clientGrantEpoch = client.grantEpoch, ...parameters } = interaction.request as WaitingSignIn;
  try {
    checkBasicClient(deps.config, client);
    const redirectUri = parseRegisteredUri(client, 'redirect_uris', parameters);
    return { request: { client, issuer, clientGrantEpoch, silent: false, parameters, redirectUri } };
  } catch (error) {
    if (error instanceof OAuthError) return { refused: { kind: 'errorPage', error } };
    throw error;
  }
}

/**
 * Returns the data about a Basic request that the server stores while the user signs in. If `register` is set, the user
 * must create an account, so an existing session is not accepted.
 */
export function waitingSignIn(
  deps: Deps,
  { parameters, clientGrantEpoch }: BasicSignIn,
  { register }: { readonly register: boolean },
): WaitingRequest {
  const waiting: WaitingSignIn = { ...parameters, clientGrantEpoch };
  return {
    kind: 'basic',
    request: waiting,
    register,
    ...(register && { authenticateAfter: deps.clock.now() }),
    ...(parameters.username !== undefined && { loginHint: parameters.username }),
  };
}

/**
 * Basic has no scope parameter. The token contains the claims of all scopes of the client, so the user must consent to
 * all of them.
 */
async function makeConsentQuestion(
  deps: Deps,
  { client }: BasicSignIn,
  active: ConsentQuestion['active'],
  answer: ConsentQuestion['answer'],
): Promise<ConsentQuestion> {
  const known = await knownScopes(deps);
  const scopes = scopesOfUser(known, client, active.records.userRoles, client.scopes);
  const released = known.filter(({ id, claims }) => scopes.includes(id) && claims.length > 0);
  const asked = { scopes: released.map(({ id }) => id), claims: [] };
  return { client, active, knownScopes: known, asked, alwaysAsk: false, answer };
}

async function planIssue(deps: Deps, request: BasicSignIn, { admission }: Approval): Promise<Plan<BrowserAnswer>> {
  const { client, issuer, redirectUri } = request;
  const token = await basicToken(deps, issuer, client, admission.active, redirectUri);
  return { changes: sessionUse(deps, admission.active.session, client), result: redirectBack(request, { token }) };
}

function redirectBack(
  { client, parameters: { state }, redirectUri }: BasicSignIn,
  answer: { readonly token: string } | { readonly error: string },
): BrowserAnswer {
  return {
    kind: 'redirect',
    url: withQuery(redirectUri, { ...answer, clientId: client.id, ...(state !== undefined && { state }) }),
  };
}
