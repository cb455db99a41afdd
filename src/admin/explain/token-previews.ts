import type { RuleOutcome } from '../../access/claim-rules/claim-rules.js';
import { subjectOfSession } from '../../access/claims/claim-subject.js';
import { type ClaimPlace, type ClaimProblem, computeClaims, runRulesOf } from '../../access/claims/make-claims.js';
import type { LiveGrant } from '../../access/live-grant.js';
import { makeGrant } from '../../access/plan-code.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import { basicTokenClaims } from '../../basic/basic-token.js';
import { IDENTITY_SCOPES, identityHeaders } from '../../forward-auth/identity-headers.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Scope } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { describeAccessToken } from '../../oidc/protected-resource/introspection.js';
import { userinfoClaims } from '../../oidc/protected-resource/userinfo.js';
import { type ClaimsRequest, releasableClaims } from '../../oidc/protocol/claims-parameter.js';
import { accessTokenClaims, accessTokenExpiry, audienceOf } from '../../oidc/tokens/access-token.js';
import { tokenReaders } from '../../oidc/tokens/claim-subject.js';
import { idTokenClaims } from '../../oidc/tokens/id-token.js';

export interface TokenPreview {
  readonly place: ClaimPlace;
  /** The claims that are known before the token is issued. Absent if there is no such token or response. */
  readonly claims: JsonObject | undefined;
  /** The names of further claims, whose values depend on the sign-in or on the token. */
  readonly atIssue: readonly string[];
  /** Why there is no such token, or why a claim is missing. */
  readonly notes: readonly string[];
}

export interface PreviewFacts {
  readonly client: Client;
  readonly issuer: Issuer;
  readonly active: ActiveSession;
  readonly known: readonly Scope[];
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly claims: ClaimsRequest;
}

/** Claims whose values are not known before a token is issued. */
const AT_ISSUE: ReadonlySet<string> = new Set([
  'iat',
  'exp',
  'jti',
  'auth_time',
  'acr',
  'amr',
  'sid',
  'nonce',
  'at_hash',
  'grantId',
]);

/** The claims of one token or response, or the reason why there is none. */
interface Preview {
  readonly place: ClaimPlace;
  readonly scopes: readonly string[];
  readonly missing?: string | undefined;
  make(): Promise<JsonObject>;
}

/**
 * Returns the claims that each token and response of the client's integrations would contain, made by the functions that
 * make the real ones.
 */
export async function previewTokens(deps: Deps, facts: PreviewFacts): Promise<TokenPreview[]> {
  const live = imagineGrant(deps, facts);
  const { integrations } = facts.client;
  const previews = [
    ...(integrations.includes('OIDC') ? oidcPreviews(deps, facts, live) : []),
    ...(integrations.includes('BASIC') ? [basicPreview(deps, facts)] : []),
    ...(integrations.includes('FORWARD_AUTH') ? forwardAuthPreviews(deps, facts, live) : []),
  ];
  return Promise.all(previews.map((preview) => describe(deps, facts, preview)));
}

/**
 * Returns what the claim rules of the client compute. They see the claims of the granted scopes or, if the client does
 * not use OpenID Connect, those that its integration releases.
 */
export function previewRules(facts: PreviewFacts): RuleOutcome {
  const { integrations, scopes: own } = facts.client;
  const ofIntegration = integrations.includes('BASIC') ? own : IDENTITY_SCOPES;
  const scopes = integrations.includes('OIDC') ? facts.scopes : ofIntegration;
  return runRulesOf(facts.known, subjectOfSession(facts.client, facts.active), { place: 'USERINFO', scopes });
}

function oidcPreviews(deps: Deps, facts: PreviewFacts, live: LiveGrant): Preview[] {
  const { client, issuer, scopes } = facts;
  const now = deps.clock.now();
  const expiresAt = accessTokenExpiry(deps, client, now);
  const audience = audienceOf(deps, facts);
  const withoutOpenid = scopes.includes('openid') ? undefined : 'The scope openid is not granted.';
  const opaque = 'Access tokens of the client are opaque (accessTokenFormat). APIs read their claims by introspection.';
  const token = { id: '', client, live, exchanged: false, scopes, audience, issuedAt: now, expiresAt };
  return [
    {
      place: 'ID_TOKEN',
      scopes,
      missing: withoutOpenid,
      make: () => idTokenClaims(deps, { ...facts, authenticated: { client }, live, accessToken: '' }),
    },
    { place: 'USERINFO', scopes, missing: withoutOpenid, make: () => userinfoClaims(deps, issuer, token) },
    {
      place: 'ACCESS_TOKEN',
      scopes,
      missing: client.accessTokenFormat === 'JWT' ? undefined : opaque,
      make: () => accessTokenClaims(deps, { ...facts, live, expiresAt }),
    },
    { place: 'INTROSPECTION', scopes, make: () => describeAccessToken(deps, issuer, token) },
  ];
}

function basicPreview(deps: Deps, { client, issuer, active }: PreviewFacts): Preview {
  const redirectUri = client.redirect_uris[0] ?? 'https://application.invalid';
  return {
    place: 'BASIC',
    scopes: client.scopes,
    make: () => basicTokenClaims(deps, issuer, client, { ...active, redirectUri }),
  };
}

function forwardAuthPreviews(deps: Deps, { client, issuer }: PreviewFacts, live: LiveGrant): Preview[] {
  const { forwardAuth: settings } = client;
  if (settings === undefined) return [];
  return [
    {
      place: 'FORWARD_AUTH',
      scopes: IDENTITY_SCOPES,
      make: () => identityHeaders(deps, { site: { client, issuer, settings }, live }),
    },
  ];
}

/** A grant as a sign-in at this moment would make it. It is never stored. */
function imagineGrant(
  deps: Deps,
  { client, issuer, active, known, scopes, resource, claims }: PreviewFacts,
): LiveGrant {
  const released = releasableClaims(claims, client, known);
  const grant = makeGrant(
    deps,
    {
      client,
      issuer,
      clientGrantEpoch: client.grantEpoch,
      admission: { state: 'admitted', active, accessBasis: { by: 'policy' } },
      consent: undefined,
      scopes,
      resource,
      request: { ...(Object.keys(released).length > 0 && { claims: released }) },
    },
    { id: '', codeHash: '', expiresAt: deps.clock.now() },
  );
  return {
    grant: { ...grant, sessionId: active.session.id },
    user: active.user,
    client,
    groups: active.records.userGroups,
    roles: active.records.userRoles,
  };
}

async function describe(
  deps: Deps,
  facts: PreviewFacts,
  { place, scopes, missing, make }: Preview,
): Promise<TokenPreview> {
  if (missing !== undefined) return { place, claims: undefined, atIssue: [], notes: [missing] };
  const all = await make();
  const names = Object.keys(all);
  return {
    place,
    claims: Object.fromEntries(names.filter((name) => !AT_ISSUE.has(name)).map((name) => [name, all[name] ?? null])),
    atIssue: names.filter((name) => AT_ISSUE.has(name)),
    notes: problemsAt(deps, facts, place, scopes).map(
      ({ claim, reason }) => `The claim ${claim} is missing. ${reason}`,
    ),
  };
}

/** The claims that are left out of a token or response for a reason that an administrator should know. */
function problemsAt(
  deps: Deps,
  facts: PreviewFacts,
  place: ClaimPlace,
  scopes: readonly string[],
): readonly ClaimProblem[] {
  const { issuer, known, claims } = facts;
  const requested = place === 'ID_TOKEN' ? claims.id_token : place === 'USERINFO' ? claims.userinfo : undefined;
  const isForApi = place === 'ACCESS_TOKEN' || place === 'INTROSPECTION';
  const readers = isForApi && tokenReaders(issuerUrl(deps.config.issuer, issuer), audienceOf(deps, facts));
  return computeClaims(known, subjectOfSession(facts.client, facts.active), { place, scopes, requested, ...readers })
    .problems;
}
