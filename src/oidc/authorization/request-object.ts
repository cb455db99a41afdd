import { verifyClientJwt } from '../../keys/client-jwt.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import { numericDate } from '../../model/time.js';
import type { AuthorizationRequest } from '../protocol/authorization-request.js';
import { isFapi2, requestObjectAlgs } from '../protocol/security-profile.js';
import { type OnceValue, onceValue } from '../protocol/used-once.js';
import { membersOf } from './request-object-members.js';

/** A request object that its client signed. */
export interface RequestObject {
  readonly request: AuthorizationRequest;
  readonly once: readonly OnceValue[];
  /** What is wrong with it all the same. Its redirect URI is the client's word: the error may be sent there. */
  readonly refusal?: OAuthError;
}

/** Seconds. */
const LONGEST_AGO = 3600;
const FURTHEST_AHEAD = 30;
const LONGEST_LIFE = 3600;

/**
 * Opens a request object.
 * {@link https://www.rfc-editor.org/rfc/rfc9101#section-6 | RFC 9101 §6}
 *
 * @throws OAuthError `invalid_request_object` where it is not signed by the client
 */
export async function openRequestObject(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  jwt: string,
): Promise<RequestObject> {
  const verified = await verifyClientJwt(deps, client, jwt, requestObjectAlgs(client));
  if ('problem' in verified) throw refused(verified.problem);
  const { header, claims } = verified;
  const { request, problem: malformed } = membersOf(claims);
  const url = issuerUrl(deps.config.issuer, issuer);
  const problem = headerProblem(header) ?? claimProblem(claims, client, url, deps.clock.now()) ?? malformed;
  if (problem !== undefined) return { request, once: [], refusal: refused(problem) };
  const expiresAt = new Date(Number(claims.exp) * 1000);
  return {
    request,
    once: typeof claims.jti === 'string' ? [onceValue('jti', client, claims.jti, expiresAt)] : [],
  };
}

/** RFC 9101 §10.8.2: what was signed for another purpose says so. */
function headerProblem({ typ }: JsonObject): string | undefined {
  return typ === undefined || (typeof typ === 'string' && /^(application\/)?(oauth-authz-req\+)?jwt$/i.test(typ))
    ? undefined
    : 'must have oauth-authz-req+jwt as typ';
}

/** One claim after the other, so that the answer names the one that was wrong. */
function claimProblem(claims: JsonObject, client: Client, issuer: string, now: Date): string | undefined {
  const { iss, sub, aud, client_id, jti } = claims;
  if (iss !== client.id) return 'must have the client_id as iss';
  // §10.8: it could pass for a client assertion.
  if (sub === client.id) return 'must not have the client_id as sub';
  if (![aud].flat().includes(issuer)) return 'must have the issuer in aud';
  // §5: the values of client_id outside and inside MUST be identical.
  if (client_id !== client.id) return 'must have the client_id that stands beside it as client_id';
  if (jti !== undefined && (typeof jti !== 'string' || jti === '')) return 'must have a text as jti';
  // FAPI 2.0 Message Signing §5.3.1: shall require nbf.
  if (isFapi2(client) && claims.nbf === undefined) return 'must have nbf';
  return timeProblem(claims, numericDate(now));
}

function timeProblem({ exp, nbf, iat }: JsonObject, now: number): string | undefined {
  const begin = nbf ?? iat;
  if (typeof exp !== 'number') return 'must have exp';
  if (typeof begin !== 'number') return 'must have nbf or iat';
  if (iat !== undefined && typeof iat !== 'number') return 'must have a number as iat';
  if (exp <= now) return 'has expired: exp has passed';
  if (begin > now + FURTHEST_AHEAD || (iat ?? 0) > now + FURTHEST_AHEAD) return 'has nbf or iat in the future';
  if (begin < now - LONGEST_AGO) return 'has nbf or iat more than 60 minutes ago';
  return exp > begin + LONGEST_LIFE ? 'has exp more than 60 minutes after nbf or iat' : undefined;
}

function refused(problem: string): OAuthError {
  return new OAuthError('invalid_request_object', `The request object ${problem}.`);
}
