import { verifyClientJwt } from '../../keys/client-jwt.js';
import { type ClaimRules, claimProblem } from '../../keys/jwt-claims.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import type { VerifiedJwt } from '../../model/server/keys.js';
import type { AuthorizationRequest } from '../protocol/authorization-request.js';
import { isFapi2, requestObjectAlgs } from '../protocol/security-profile.js';
import { type OnceValue, onceValue } from '../protocol/used-once.js';
import { parseMembers } from './request-object-members.js';

/** An authorization request that the client has signed as a JWT. */
export interface RequestObject {
  readonly request: AuthorizationRequest;
  readonly once: readonly OnceValue[];
  /**
   * The error for an invalid claim. The error can be sent to the redirect URI, because the client has signed the
   * redirect URI too.
   */
  readonly rejection?: OAuthError;
}

const MAX_AGE_SECONDS = 3600;
const MAX_LIFETIME_SECONDS = 3600;
const CLOCK_SKEW_SECONDS = 30;

/**
 * Verifies a request object and checks its claims.
 * {@link https://www.rfc-editor.org/rfc/rfc9101#section-6 | RFC 9101 §6}
 *
 * @throws OAuthError `invalid_request_object` if the client did not sign the request object
 */
export async function openRequestObject(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  jwt: string,
): Promise<RequestObject> {
  const verified = await verifyClientJwt(deps, client, jwt, requestObjectAlgs(client));
  if ('problem' in verified) throw invalidRequestObject(verified.problem);
  return readRequestObject(deps, issuer, client, verified);
}

/** Checks the claims of a request object and reads its parameters. The signature must have been verified. */
export function readRequestObject(
  deps: Pick<Deps, 'config' | 'clock'>,
  issuer: Issuer,
  client: Client,
  { header, claims }: VerifiedJwt,
): RequestObject {
  const { request, problem: malformed } = parseMembers(claims);
  const rules = requestObjectRules(client, issuerUrl(deps.config.issuer, issuer));
  const problem = headerProblem(header) ?? claimProblem(claims, rules, deps.clock.now()) ?? malformed;
  if (problem !== undefined) return { request, once: [], rejection: invalidRequestObject(problem) };
  const expiresAt = new Date(Number(claims.exp) * 1000);
  return {
    request,
    once: typeof claims.jti === 'string' ? [onceValue('jti', client, claims.jti, expiresAt)] : [],
  };
}

/** Rejects a JWT whose `typ` header shows that it was made for another purpose (RFC 9101 §10.8.2). */
function headerProblem({ typ }: JsonObject): string | undefined {
  return typ === undefined || (typeof typ === 'string' && /^(application\/)?(oauth-authz-req\+)?jwt$/i.test(typ))
    ? undefined
    : 'must have oauth-authz-req+jwt as its typ header';
}

/** Returns the rules for the claims of a request object (RFC 9101 §10.8, FAPI 2.0 Message Signing §5.3.1). */
function requestObjectRules(client: Client, issuer: string): ClaimRules {
  return {
    equal: [
      { claim: 'iss', value: client.id, name: 'the client_id' },
      // RFC 9101 §5: the client_id claim must be identical to the client_id parameter outside the request object.
      { claim: 'client_id', value: client.id, name: 'the client_id of the request' },
    ],
    // RFC 9101 §10.8: a request object with the client_id as its sub claim could be misused as a client assertion, so
    // it is rejected.
    different: [{ claim: 'sub', value: client.id, name: 'the client_id' }],
    audience: { anyOf: [issuer], form: 'list' },
    jti: { required: false },
    times: {
      // FAPI 2.0 Message Signing §5.3.1: the request objects of FAPI clients must contain nbf.
      required: isFapi2(client) ? ['exp', 'nbf'] : ['exp'],
      futureSkewSeconds: CLOCK_SKEW_SECONDS,
      start: ['nbf', 'iat'],
      maxAgeSeconds: MAX_AGE_SECONDS,
      maxLifetimeSeconds: MAX_LIFETIME_SECONDS,
    },
  };
}

export function invalidRequestObject(problem: string): OAuthError {
  return new OAuthError('invalid_request_object', `The request object ${problem}.`, { parameter: 'request' });
}
