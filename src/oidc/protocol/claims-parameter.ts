import { isDeepStrictEqual } from 'node:util';
import { claimsOfScopes, claimsOfUser } from '../../access/claims.js';
import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import { OAuthError } from '../../model/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.js';
import { RESERVED_CLAIMS } from '../../model/people/claims.js';
import type { User } from '../../model/people/user.js';
import type { AuthorizationRequest } from './authorization-request.js';

/**
 * The request for one claim in the `claims` parameter: whether the claim is essential, and which values are accepted.
 */
export type ClaimRequest = { readonly essential?: boolean; readonly value?: JsonValue; readonly values?: JsonValue[] };
export type ClaimsRequest = {
  readonly userinfo?: { readonly [name: string]: ClaimRequest };
  readonly id_token?: { readonly [name: string]: ClaimRequest };
};

/**
 * The maximum length of the `claims` parameter. It also limits how deeply the JSON can be nested, because the parser
 * would run out of stack on deeply nested JSON.
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
 * Whether the claim value `present` is one of the values that the client requested. If the client requested no
 * particular value, every value is accepted (OpenID Connect Core §5.5.1).
 */
export function isRequestedValue({ value, values }: ClaimRequest, present: JsonValue): boolean {
  return (
    (value === undefined || isDeepStrictEqual(value, present)) &&
    (values === undefined || values.some((one) => isDeepStrictEqual(one, present)))
  );
}

/**
 * Returns the requested claims that the server stores in the grant: protocol claims, and claims that the client's
 * present scopes release. Other claims are left out, because the client may get more scopes later, and the user has not
 * consented to the claims of those scopes.
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

/**
 * Returns the user's claims that the client requested individually. A claim is left out if none of the client's scopes
 * releases it, or if its value is not one that the client requested.
 */
export function requestedClaims(
  requests: ClaimsRequest[ClaimsPlace] = {},
  client: Client,
  known: readonly Scope[],
  user: User,
): JsonObject {
  const asked = Object.entries(requests);
  if (asked.length === 0) return {};
  const releasable = new Set(claimsOfScopes(known, client.scopes));
  const present = claimsOfUser(
    user,
    asked.map(([name]) => name).filter((name) => releasable.has(name)),
  );
  const released = asked.filter(
    ([name, one]) => Object.hasOwn(present, name) && isRequestedValue(one, present[name] ?? null),
  );
  return Object.fromEntries(released.map(([name]) => [name, present[name] ?? null]));
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
