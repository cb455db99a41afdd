import { isDeepStrictEqual } from 'node:util';
import { claimsOfScopes, claimsOfUser } from '../../access/claims.js';
import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import { OAuthError } from '../../model/errors.js';
import type { JsonObject, JsonValue } from '../../model/json.js';
import { RESERVED_CLAIMS } from '../../model/people/claims.js';
import type { User } from '../../model/people/user.js';
import type { AuthorizationRequest } from './authorization-request.js';

/** How one claim is asked for. Types, not interfaces: a grant stores them as JSON. */
export type ClaimRequest = { readonly essential?: boolean; readonly value?: JsonValue; readonly values?: JsonValue[] };
export type ClaimsRequest = {
  readonly userinfo?: { readonly [name: string]: ClaimRequest };
  readonly id_token?: { readonly [name: string]: ClaimRequest };
};

/** Nobody asks for more; what is nested deeper than this allows would exhaust the stack of whoever reads it. */
const LONGEST = 4096;

const PLACES = ['userinfo', 'id_token'] as const;
export type ClaimsPlace = (typeof PLACES)[number];

/**
 * Individual claims that a client asks for.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter | OpenID Connect Core §5.5}
 *
 * @throws OAuthError `invalid_request`
 */
export function claimsRequestOf({ claims }: Pick<AuthorizationRequest, 'claims'>): ClaimsRequest {
  if (claims === undefined) return {};
  if (claims.length > LONGEST) throw new OAuthError('invalid_request', `claims has more than ${LONGEST} characters.`);
  const asked = parsed(claims);
  if (!isObject(asked)) throw malformed();
  // Other members MAY be present; any that are not understood MUST be ignored.
  return Object.fromEntries(
    PLACES.flatMap((place) => (asked[place] === undefined ? [] : [[place, claimRequests(asked[place])]])),
  );
}

function claimRequests(asked: JsonValue | undefined): { [name: string]: ClaimRequest } {
  if (!isObject(asked)) throw malformed();
  return Object.fromEntries(Object.entries(asked).map(([name, request]) => [name, claimRequest(request)]));
}

/** §5.5.1: null, or how the claim is wanted. */
function claimRequest(request: JsonValue | undefined): ClaimRequest {
  if (request === null) return {};
  if (!isObject(request)) throw malformed();
  const { essential, value, values } = request;
  if (essential !== undefined && typeof essential !== 'boolean') throw malformed();
  if (values !== undefined && !Array.isArray(values)) throw malformed();
  return {
    ...(essential !== undefined && { essential }),
    ...(value !== undefined && { value }),
    ...(values !== undefined && { values }),
  };
}

/** Whether a claim's value is one that was asked for, where any was. */
export function isWanted({ value, values }: ClaimRequest, present: JsonValue): boolean {
  return (
    (value === undefined || isDeepStrictEqual(value, present)) &&
    (values === undefined || values.some((one) => isDeepStrictEqual(one, present)))
  );
}

/**
 * What a grant keeps of them: those of the protocol, and those that the client can have now, which is what its user was
 * asked for. What it can have later, because it was given a scope, its user has not allowed.
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

/** The claims asked for one by one, as far as a scope of the client releases them and the value is a wanted one. */
export function requestedClaims(
  request: ClaimsRequest,
  place: ClaimsPlace,
  client: Client,
  known: readonly Scope[],
  user: User,
): JsonObject {
  const asked = Object.entries(request[place] ?? {});
  if (asked.length === 0) return {};
  const releasable = new Set(claimsOfScopes(known, client.scopes));
  const present = claimsOfUser(
    user,
    asked.map(([name]) => name).filter((name) => releasable.has(name)),
  );
  const wanted = asked.filter(([name, one]) => Object.hasOwn(present, name) && isWanted(one, present[name] ?? null));
  return Object.fromEntries(wanted.map(([name]) => [name, present[name] ?? null]));
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(): OAuthError {
  return new OAuthError('invalid_request', 'claims must be JSON as OpenID Connect Core 5.5 says.');
}
