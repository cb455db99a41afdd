import { claimsOfScopes } from '../../access/claims/known-scopes.js';
import type { ClaimRequest, ClaimRequests } from '../../access/claims/requested-claims.js';
import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import { OAuthError } from '../../model/errors.js';
import { isJsonObject, type JsonValue } from '../../model/json.js';
import { RESERVED_CLAIMS } from '../../model/people/claims.js';
import type { AuthorizationRequest } from './authorization-request.js';

export type ClaimsRequest = {
  readonly userinfo?: ClaimRequests;
  readonly id_token?: ClaimRequests;
};

/**
 * The maximum length of the `claims` parameter. The length also limits how deeply the JSON can be nested, because the
 * parser would run out of stack on deeply nested JSON.
 */
const MAX_CHARACTERS = 4096;

const PLACES = ['userinfo', 'id_token'] as const;
export type ClaimsPlace = (typeof PLACES)[number];

/**
 * Parses the `claims` parameter, which requests individual claims.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter | OpenID Connect Core §5.5}
 *
 * @throws OAuthError `invalid_request`
 */
export function parseClaimsRequest({ claims }: Pick<AuthorizationRequest, 'claims'>): ClaimsRequest {
  if (claims === undefined) return {};
  if (claims.length > MAX_CHARACTERS)
    throw new OAuthError(
      'invalid_request',
      `The claims parameter is too long. It must have at most ${MAX_CHARACTERS} characters.`,
      { parameter: 'claims' },
    );
  const asked = parsedJson(claims);
  if (!isJsonObject(asked)) throw malformed();
  // OpenID Connect Core §5.5: the server must ignore members of the claims parameter that it does not understand.
  return Object.fromEntries(
    PLACES.flatMap((place) => (asked[place] === undefined ? [] : [[place, claimRequests(asked[place])]])),
  );
}

function claimRequests(asked: JsonValue | undefined): { [name: string]: ClaimRequest } {
  if (!isJsonObject(asked)) throw malformed();
  return Object.fromEntries(Object.entries(asked).map(([name, request]) => [name, claimRequest(request)]));
}

/** OpenID Connect Core §5.5.1: the request for a claim is null, or an object with `essential`, `value` or `values`. */
function claimRequest(request: JsonValue | undefined): ClaimRequest {
  if (request === null) return {};
  if (!isJsonObject(request)) throw malformed();
  const { essential, value, values } = request;
  if (essential !== undefined && typeof essential !== 'boolean') throw malformed();
  if (values !== undefined && !Array.isArray(values)) throw malformed();
  return {
    ...(essential !== undefined && { essential }),
    ...(value !== undefined && { value }),
    ...(values !== undefined && { values }),
  };
}

/**
 * Returns the requested claims that the server stores in the grant: protocol claims, and claims that the client's
 * present scopes release. Other claims are not stored. Otherwise, a client that gets more scopes later would receive
 * claims without the user's consent.
 */
export function releasableClaims(request: ClaimsRequest, client: Client, known: readonly Scope[]): ClaimsRequest {
  const releasable = new Set(claimsOfScopes(known, client.scopes));
  const kept = PLACES.map((place): [ClaimsPlace, [string, ClaimRequest][]] => [
    place,
    Object.entries(request[place] ?? {}).filter(([name]) => releasable.has(name) || RESERVED_CLAIMS.has(name)),
  ]);
  return Object.fromEntries(
    kept.filter(([, claims]) => claims.length > 0).map(([place, claims]) => [place, Object.fromEntries(claims)]),
  );
}

function parsedJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function malformed(): OAuthError {
  return new OAuthError(
    'invalid_request',
    'The claims parameter is malformed. It must be a JSON object as in OpenID Connect Core, section 5.5.',
    { parameter: 'claims' },
  );
}
