import { intersectPermissions, permissionsOfUser } from '../../access/administration/admin-permissions.js';
import { claimsOfScopes } from '../../access/claims/known-scopes.js';
import { type AskedConsent, type ConsentQuestion, consentState } from '../../access/consent.js';
import type { BrowserAnswer } from '../../access/interaction/browser-answer.js';
import type { Approval, FlowDescription, Reopened } from '../../access/interaction/flow-description.js';
import type { OpenInteraction, WaitingRequest } from '../../access/interaction/interaction.js';
import { planCode } from '../../access/plan-code.js';
import { scopesOfUser } from '../../access/role-scopes.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import { recordRefusedRequest } from '../../audit/refused-request.js';
import type { Plan } from '../../model/change-record.js';
import type { Caller, Deps } from '../../model/deps.js';
import { OAuthError, StoreUnavailableError, temporarilyUnavailable } from '../../model/errors.js';
import { RESERVED_CLAIMS } from '../../model/people/claims.js';
import type { User } from '../../model/people/user.js';
import { isAdminPermission } from '../../model/server/administration.js';
import { releasableClaims } from '../protocol/claims-parameter.js';
import { authenticateAfter } from '../protocol/prompt.js';
import { targetOfUser } from '../protocol/resource-indicators.js';
import { checkUnused, onceChanges } from '../protocol/used-once.js';
import type { GrantRequest } from '../tokens/grant.js';
import { findUnmetDemand } from './authentication-demands.js';
import { type RedirectTarget, redirectWithCode, redirectWithError } from './authorization-response.js';
import { type CheckedRequest, checkRequest, parseRedirectTarget, type RequestingClient } from './checked-request.js';
import type { ResolvedRequest, StoredRequest } from './resolved-request.js';

type WaitingAuthorization = StoredRequest & { readonly clientGrantEpoch: number };

/**
 * The steps in which an OpenID Connect sign-in differs from other sign-ins. At the end, the client receives an
 * authorization code.
 */
export const authorizationFlow: FlowDescription<CheckedRequest> = {
  reopen,
  findUnmetDemand: (request, active) => findUnmetDemand(request.demands, request, active),
  makeConsentQuestion: async (_, request, active, answer) => makeConsentQuestion(request, { active, answer }),
  planIssue,
  checkUnused: (deps, { stored }) => checkUnused(deps, stored.once),
  deny: (deps, { redirectTarget }, error) => sendError(deps, redirectTarget, error),
  fail: (deps, { redirectTarget }, error) => sendError(deps, redirectTarget, error),
};

function reopen(deps: Deps, { interaction, client, issuer }: OpenInteraction): Promise<Reopened<CheckedRequest>> {
  const { clientGrantEpoch, ...stored } = interaction.request as WaitingAuthorization;
  return openRequest(deps, { client, issuer, clientGrantEpoch }, { ...stored, duplicates: [] }, 'resume');
}

/**
 * Checks an authorization request. An error is sent to the client's redirect URI. If this URI is missing or unverified,
 * the error is shown to the user instead.
 */
export async function openRequest(
  deps: Deps,
  from: RequestingClient,
  resolved: ResolvedRequest,
  at: 'authorize' | 'resume',
  caller?: Caller,
): Promise<Reopened<CheckedRequest>> {
  let redirectTarget: RedirectTarget | undefined;
  try {
    redirectTarget = parseRedirectTarget(from, resolved);
    return { request: await checkRequest(deps, from, { resolved, redirectTarget }, at) };
  } catch (error) {
    if (error instanceof StoreUnavailableError && redirectTarget !== undefined)
      return { refused: await sendError(deps, redirectTarget, temporarilyUnavailable(error)) };
    if (!(error instanceof OAuthError)) throw error;
    const redirectUri = resolved.request.redirect_uri;
    recordRefusedRequest(deps, { kind: 'AUTHORIZATION', client: from.client, caller, redirectUri }, error);
    return {
      refused:
        redirectTarget === undefined ? { kind: 'errorPage', error } : await sendError(deps, redirectTarget, error),
    };
  }
}

/**
 * Sends an error to the client. If the response must be signed (JARM) but signing fails, the signing error is shown to
 * the user on a page instead.
 */
async function sendError(deps: Deps, target: RedirectTarget, error: OAuthError): Promise<BrowserAnswer> {
  try {
    return await redirectWithError(deps, target, error);
  } catch (unsigned) {
    if (unsigned instanceof OAuthError) return { kind: 'errorPage', error: unsigned };
    throw unsigned;
  }
}

/** Returns the data about an authorization request that the server stores while the user signs in or consents. */
export function waitingAuthorization(deps: Deps, request: CheckedRequest): WaitingRequest {
  const { client, clientGrantEpoch, parsed, stored } = request;
  const { login_hint, ui_locales } = parsed.parameters;
  const after = authenticateAfter(parsed, deps.clock.now());
  const waiting: WaitingAuthorization = { ...stored, clientGrantEpoch };
  return {
    kind: 'oidc',
    request: waiting,
    register: parsed.prompt.has('create') && client.registrationEnabled,
    ...(after !== undefined && { authenticateAfter: after }),
    ...(login_hint !== undefined && { loginHint: login_hint }),
    ...(ui_locales !== undefined && { uiLocales: ui_locales }),
  };
}

function makeConsentQuestion(
  request: CheckedRequest,
  user: Pick<ConsentQuestion, 'active' | 'answer'>,
): ConsentQuestion {
  const { client, parsed, silent } = request;
  const { prompt, knownScopes } = parsed;
  const question: ConsentQuestion = {
    ...user,
    client,
    knownScopes,
    asked: askedConsent(request, user.active),
    // OpenID Connect Core §3.1.2.1: with prompt=consent, the server should ask for consent even if the user has
    // consented before.
    alwaysAsk: prompt.has('consent'),
  };
  if (!silent || consentState(question).state === 'given') return question;
  // OpenID Connect Core §11: offline_access requires the user's consent. With prompt=none, the server cannot ask for
  // consent, so it ignores offline_access.
  const scopes = question.asked.scopes.filter((scope) => scope !== 'offline_access');
  return { ...question, asked: { ...question.asked, scopes } };
}

/**
 * Returns the scopes and claims to which the user must consent. Claims that the client requested individually are
 * included if one of the client's scopes releases them (OpenID Connect Core §5.5).
 *
 * @throws OAuthError `invalid_scope` if every scope requires a role that the user does not have
 */
function askedConsent(
  { client, parsed: { claims, target, knownScopes } }: CheckedRequest,
  { records, user }: ActiveSession,
): AskedConsent {
  const allowed = targetOfUser(client, knownScopes, records.userRoles, target);
  const scopes = client.isBuiltIn === true ? scopesOfRole(user, allowed.scopes) : allowed.scopes;
  const { userinfo = {}, id_token = {} } = scopes.includes('openid') ? claims : {};
  const released = new Set(claimsOfScopes(knownScopes, scopes));
  const obtainable = scopesOfUser(knownScopes, client, records.userRoles, client.scopes);
  const releasable = new Set(claimsOfScopes(knownScopes, obtainable));
  const named = new Set([...Object.keys(userinfo), ...Object.keys(id_token)]);
  return {
    scopes: [...scopes],
    claims: [...named].filter((name) => releasable.has(name) && !released.has(name) && !RESERVED_CLAIMS.has(name)),
  };
}

/**
 * Returns the scopes without the permissions that the role of the user lacks. The console asks for every permission, and
 * shows what the scopes of its token allow.
 */
function scopesOfRole(user: User, scopes: readonly string[]): string[] {
  const held = permissionsOfUser(user);
  const wanted = scopes.filter(isAdminPermission);
  return [...scopes.filter((scope) => !isAdminPermission(scope)), ...intersectPermissions(wanted, held)];
}

async function planIssue(deps: Deps, request: CheckedRequest, approval: Approval): Promise<Plan<BrowserAnswer>> {
  const { client, issuer, clientGrantEpoch, parsed, stored, redirectTarget } = request;
  const { userRoles } = approval.admission.active.records;
  const { resource } = targetOfUser(client, parsed.knownScopes, userRoles, parsed.target);
  const { changes, result: code } = planCode(deps, {
    client,
    issuer,
    clientGrantEpoch,
    ...approval,
    resource,
    request: grantRequest(request),
  });
  return {
    changes: [...onceChanges(deps, stored.once), ...changes],
    result: await redirectWithCode(deps, redirectTarget, code),
  };
}

function grantRequest({ client, parsed }: CheckedRequest): GrantRequest {
  const { redirect_uri, code_challenge, nonce, dpop_jkt } = parsed.parameters;
  const claims = releasableClaims(parsed.claims, client, parsed.knownScopes);
  return {
    ...(redirect_uri !== undefined && { redirect_uri }),
    ...(code_challenge !== undefined && { code_challenge }),
    ...(nonce !== undefined && { nonce }),
    ...(dpop_jkt !== undefined && { dpop_jkt }),
    ...(Object.keys(claims).length > 0 && { claims }),
  };
}
