import { type DpopProof, verifyDpopProof } from '../../keys/dpop-proof.js';
import { equalInConstantTime, sha256 } from '../../keys/secrets.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { AsymmetricAlg } from '../../model/server/signing-key.js';
import { numericDate, secondsAfter } from '../../model/time.js';
import { isFreshNonce, newNonce } from './dpop-nonce.js';

/** Seconds that a proof without a nonce may be old, or ahead. */
const OLDEST = 60;
const FURTHEST_AHEAD = 30;
/** Seconds that a `jti` is remembered: longer than any proof is good, with a nonce or without. */
const REMEMBERED = 900;

/** What a proof is held against. */
export interface DpopRequest {
  /** The `DPoP` header. */
  readonly proof: string;
  readonly method: string;
  readonly url: string;
  readonly algs: readonly AsymmetricAlg[];
  /** At a protected resource: the access token that came with it. */
  readonly accessToken?: string;
}

/** A key that the client proved to have. Only `proveDpop` makes one. */
export interface DpopKey {
  readonly [provedKey]: true;
  readonly jkt: string;
}
declare const provedKey: unique symbol;

/**
 * Holds a DPoP proof to its rules, and takes its `jti`: one round trip.
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-4.3 | RFC 9449 §4.3}
 *
 * @throws OAuthError `invalid_dpop_proof`, or `use_dpop_nonce` with a nonce
 */
export async function proveDpop(deps: Deps, issuer: Issuer, request: DpopRequest): Promise<DpopKey> {
  const proof = await verifyDpopProof(request.proof, request.algs);
  if ('problem' in proof) throw refused(proof.problem);
  const problem = claimProblem(proof, request);
  if (problem !== undefined) throw refused(problem);
  checkFreshness(deps, issuer, proof);
  const { jkt, claims } = proof;
  // §11.1: of several requests with the same jti exactly one goes on.
  const key = sha256(JSON.stringify(['dpop', issuer.generation, jkt, claims.jti]));
  if (!(await deps.store.usedOnce.take(key, secondsAfter(deps.clock.now(), REMEMBERED)))) {
    throw refused('has a jti that was used before');
  }
  return { jkt } as DpopKey;
}

/** §4.3, checks 3, 8, 9 and 12. */
function claimProblem({ claims }: DpopProof, { method, url, accessToken }: DpopRequest): string | undefined {
  const { jti, htm, htu, iat, ath } = claims;
  if (typeof jti !== 'string' || jti === '' || jti.length > 512) return 'must have a jti';
  if (htm !== method) return `must have ${method} as htm`;
  if (typeof htu !== 'string' || withoutQuery(htu) !== withoutQuery(url))
    return 'must have the URL that it is sent to as htu';
  if (typeof iat !== 'number') return 'must have iat';
  if (accessToken === undefined) return undefined;
  return typeof ath === 'string' && equalInConstantTime(ath, sha256(accessToken))
    ? undefined
    : 'must have the hash of the access token as ath';
}

/** Check 9: ignoring query and fragment parts, after normalization. */
function withoutQuery(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + pathname;
}

/** Checks 10 and 11: made a moment ago by the client's clock, or with a nonce of ours. */
function checkFreshness(deps: Deps, issuer: Issuer, { claims: { nonce, iat } }: DpopProof): void {
  const now = numericDate(deps.clock.now());
  const fresh =
    nonce === undefined
      ? Number(iat) >= now - OLDEST && Number(iat) <= now + FURTHEST_AHEAD
      : typeof nonce === 'string' && isFreshNonce(deps, issuer, nonce);
  if (fresh) return;
  const description =
    nonce === undefined ? 'iat is too far from our clock: take the nonce' : 'the nonce is not one of ours, or too old';
  throw new OAuthError('use_dpop_nonce', `The DPoP proof was made at another time; ${description}.`, {
    headers: { 'DPoP-Nonce': newNonce(deps, issuer) },
  });
}

function refused(problem: string): OAuthError {
  return new OAuthError('invalid_dpop_proof', `The DPoP proof ${problem}.`);
}
