import { z } from 'zod';
import { knownScopes } from '../../access/claims/known-scopes.js';
import { decideNextStep } from '../../access/interaction/next-step.js';
import type { Client } from '../../model/clients/client.js';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { authorizationFlow } from '../../oidc/authorization/authorization-flow.js';
import { getRequestingClient, resolveOnce } from '../../oidc/authorization/authorize.js';
import { type CheckedRequest, checkRequest, parseRedirectTarget } from '../../oidc/authorization/checked-request.js';
import type { ResolvedRequest } from '../../oidc/authorization/resolved-request.js';
import { readAuthorizationRequest } from '../../oidc/protocol/authorization-request.js';
import { ENDPOINTS } from '../../oidc/protocol/endpoints.js';
import { authenticateAfter } from '../../oidc/protocol/prompt.js';
import { parseScope } from '../../oidc/protocol/scope.js';
import { checkUnused } from '../../oidc/protocol/used-once.js';
import type { AdminCaller } from '../admin-caller.js';
import { givenId, invalid, notFound, parseInput } from '../input-parser.js';
import { checkMayExplain } from './access-explain.js';
import { adviceFor, adviseClient } from './request-advice.js';
import { findMoreProblems } from './request-problems.js';
import { explainScopes, type ScopeDecision } from './scope-decisions.js';
import { type OpenedUnverified, openWithoutFetching } from './unverified-request-object.js';
import { type AccessExplanation, explainVisit } from './visit-explain.js';
import { withoutEffects } from './without-effects.js';

const MAX_URL_LENGTH = 32_768;

const explainRequestInput = z.object({
  url: z.string().max(MAX_URL_LENGTH, `must have at most ${MAX_URL_LENGTH} characters`),
  userId: givenId.nullish(),
});

/** Something for which an authorization request is refused. */
export interface RequestProblem {
  readonly error: string;
  readonly parameter: string | undefined;
  readonly description: string;
  readonly advice: string | undefined;
}

export type RequestOutcome = 'ERROR_PAGE' | 'ERROR_RESPONSE' | 'ACCEPTED';

export interface AuthorizationRequestExplanation {
  readonly outcome: RequestOutcome;
  readonly issuer: Issuer;
  readonly client: Client | undefined;
  readonly source: 'PARAMETERS' | 'REQUEST_OBJECT' | 'PUSHED_REQUEST' | undefined;
  /** The names of the parameters that count. */
  readonly parameters: readonly string[];
  readonly redirectUri: string | undefined;
  readonly problems: readonly RequestProblem[];
  readonly notVerified: readonly string[];
  readonly scopes: readonly ScopeDecision[];
  readonly access: AccessExplanation | undefined;
}

/**
 * Explains what the authorization endpoint would answer to a URL. A pushed request is read but not used up, and the
 * `jti` of a request object is not used.
 */
export async function explainAuthorizationRequest(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof explainRequestInput>,
): Promise<AuthorizationRequestExplanation> {
  checkMayExplain(caller);
  const { url: text, userId } = parseInput(explainRequestInput, input);
  const quiet = withoutEffects(deps);
  const { url, issuer } = await parseUrl(quiet, text);
  const user = userId == null ? undefined : await quiet.store.users.find(userId);
  if (user === undefined && userId != null) throw notFound('user', 'userId');
  const read = readAuthorizationRequest(url.searchParams);
  const opened: OpenedUnverified = { notes: [] };
  const explanation = { ...NOTHING, issuer, notVerified: opened.notes };

  const client = await attempt(() => getRequestingClient(quiet, issuer, read));
  if (client instanceof OAuthError) {
    const advice = await adviseClient(quiet, issuer, read.request.client_id);
    return { ...explanation, parameters: Object.keys(read.request), problems: [toProblem(client, advice)] };
  }
  const resolved = await attempt(() => resolveOnce(quiet, issuer, client, read, openWithoutFetching(opened)));
  if (resolved instanceof OAuthError) {
    const problems = [toProblem(resolved, adviceFor(client, read.request, resolved))];
    return { ...explanation, client, parameters: Object.keys(read.request), problems };
  }
  const found = { ...explanation, client, source: sourceOf(resolved), parameters: Object.keys(resolved.request) };
  const from = { client, issuer, clientGrantEpoch: client.grantEpoch };
  const target = await attempt(async () => parseRedirectTarget(from, resolved));
  const advised = (error: OAuthError) => toProblem(error, adviceFor(client, resolved.request, error));
  if (target instanceof OAuthError) return { ...found, problems: [advised(target)] };

  const known = await knownScopes(quiet);
  const checked = await attempt(async () => {
    const request = await checkRequest(quiet, from, { resolved, redirectTarget: target }, 'authorize');
    await checkUnused(quiet, request.stored.once);
    return request;
  });
  const redirected = { ...found, outcome: 'ERROR_RESPONSE' as const, redirectUri: target.uri };
  if (checked instanceof OAuthError) {
    const more = findMoreProblems(quiet, { client, known, resolved }, checked);
    return { ...redirected, problems: [checked, ...more].map(advised) };
  }
  const access = user && (await explainAccessTo(quiet, checked, user));
  const requested = parseScope(resolved.request.scope);
  const granted = checked.parsed.target.scopes;
  return {
    ...redirected,
    outcome: 'ACCEPTED',
    scopes:
      access?.scopes ??
      explainScopes(client, known, requested, { byTarget: granted, byRoles: granted, byConsent: granted }),
    access,
  };
}

const NOTHING = {
  outcome: 'ERROR_PAGE',
  client: undefined,
  source: undefined,
  parameters: [],
  redirectUri: undefined,
  problems: [],
  scopes: [],
  access: undefined,
} as const;

function explainAccessTo(
  deps: Deps,
  request: CheckedRequest,
  user: AccessExplanation['user'],
): Promise<AccessExplanation> {
  const { client, issuer, parsed, stored } = request;
  return explainVisit(deps, {
    client,
    issuer,
    user,
    known: parsed.knownScopes,
    requestedScopes: parseScope(stored.request.scope),
    target: parsed.target,
    claims: parsed.claims,
    authenticateAfter: authenticateAfter(parsed, deps.clock.now()),
    decide: (admission) => decideNextStep(deps, authorizationFlow, request, admission),
  });
}

async function parseUrl(deps: Deps, text: string): Promise<{ readonly url: URL; readonly issuer: Issuer }> {
  const expected = `must be a URL of the authorization endpoint of this server, such as ${deps.config.issuer}${ENDPOINTS.authorization}?client_id=…`;
  if (!URL.canParse(text)) throw invalid('url', expected);
  const url = new URL(text);
  const place = `${url.origin}${url.pathname}`;
  const path = place.startsWith(deps.config.issuer) ? place.slice(deps.config.issuer.length) : '';
  const match = /^(?:\/i\/([^/]+))?(\/.+)$/.exec(path);
  if (match?.[2] !== ENDPOINTS.authorization) throw invalid('url', expected);
  const slug = match[1];
  const issuer = await (slug === undefined
    ? deps.store.issuers.find(DEFAULT_ISSUER_ID)
    : deps.store.issuers.findBySlug(slug));
  if (issuer === undefined) throw invalid('url', 'names an issuer that does not exist. Check the part after /i/');
  return { url, issuer };
}

async function attempt<T>(decide: () => Promise<T>): Promise<T | OAuthError> {
  try {
    return await decide();
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
}

function sourceOf({ pushed, signed }: ResolvedRequest): AuthorizationRequestExplanation['source'] {
  if (pushed) return 'PUSHED_REQUEST';
  return signed ? 'REQUEST_OBJECT' : 'PARAMETERS';
}

function toProblem({ error, parameter, description }: OAuthError, advice: string | undefined): RequestProblem {
  return { error, parameter, description, advice };
}
