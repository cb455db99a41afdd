import { type DpopProof, verifyDpopProof } from '../../keys/dpop-proof.js';
import { type ClaimRules, claimProblem } from '../../keys/jwt-claims.js';
import { equalInConstantTime, sha256 } from '../../keys/secrets.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { AsymmetricAlg } from '../../model/server/signing-key.js';
import { secondsAfter } from '../../model/time.js';
import { isFreshNonce, makeNonce } from './dpop-nonce.js';

/** The maximum age of a DPoP proof that contains no nonce. */
const MAX_AGE_SECONDS = 60;
const CLOCK_SKEW_SECONDS = 30;
/** Used `jti` values are stored for this long. Every DPoP proof expires sooner, so no proof can be replayed. */
const JTI_REMEMBERED_SECONDS = 900;
const MAX_JTI_LENGTH = 512;

/** A DPoP proof, and the HTTP request with which the client sent it. */
export interface DpopRequest {
  /** The value of the `DPoP` header: a JWT that the client signed with its key. */
  readonly proof: string;
  readonly method: string;
  readonly url: string;
  readonly algs: readonly AsymmetricAlg[];
  /** The access token that the client sent with the proof, if the request is for a protected resource. */
  readonly accessToken?: string;
}

/**
 * A key for which the client has proved possession. Only `verifyDpop` returns this type, so that no proof is left
 * unchecked.
 */
export interface DpopKey {
  readonly [verifiedKey]: true;
  readonly jkt: string;
}
declare const verifiedKey: unique symbol;

/**
 * Verifies a DPoP proof, checks its claims and stores its `jti` as used, with one database operation.
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-4.3 | RFC 9449 §4.3}
 *
 * @throws OAuthError `invalid_dpop_proof`, or `use_dpop_nonce` with a nonce for the next attempt
 */
export async function verifyDpop(deps: Deps, issuer: Issuer, request: DpopRequest): Promise<DpopKey> {
  const proof = await verifyDpopProof(request.proof, request.algs);
  if ('problem' in proof) throw invalidProof(proof.problem);
  const problem = claimProblem(proof.claims, proofRules(request), deps.clock.now()) ?? requestProblem(proof, request);
  if (problem !== undefined) throw invalidProof(problem);
  checkFreshness(deps, issuer, proof);
  const { jkt, claims } = proof;
  // RFC 9449 §11.1: if several requests have the same jti, only one is accepted.
  const key = sha256(JSON.stringify(['dpop', issuer.generation, jkt, claims.jti]));
  if (!(await deps.store.usedOnce.take(key, secondsAfter(deps.clock.now(), JTI_REMEMBERED_SECONDS)))) {
    throw invalidProof('has a jti that was used before; make a new proof for every request');
  }
  return { jkt } as DpopKey;
}

/**
 * The rules for `htm` and `jti` (RFC 9449 §4.3, checks 3 and 8). They do not limit the age of a proof: `checkFreshness`
 * does, because the accepted age depends on the nonce.
 */
function proofRules({ method }: DpopRequest): ClaimRules {
  return {
    equal: [{ claim: 'htm', value: method, name: method }],
    jti: { required: true, maxLength: MAX_JTI_LENGTH },
  };
}

/**
 * Checks the URL in `htu`, the type of `iat`, and the hash of the access token in `ath` (RFC 9449 §4.3, checks 3, 9 and
 * 12). Returns a description of the first problem, or `undefined` if there is none.
 */
function requestProblem({ claims }: DpopProof, { url, accessToken }: DpopRequest): string | undefined {
  const { htu, iat, ath } = claims;
  if (typeof htu !== 'string' || withoutQuery(htu) !== withoutQuery(url))
    return 'must have the URL of the request as its htu claim';
  if (typeof iat !== 'number') return 'must have a number as its iat claim';
  if (accessToken === undefined) return undefined;
  return typeof ath === 'string' && equalInConstantTime(ath, sha256(accessToken))
    ? undefined
    : 'must have the hash of the access token as its ath claim';
}

/**
 * Normalizes a URL and removes query and fragment, so that `htu` can be compared with the URL of the request (RFC 9449
 * §4.3, check 9).
 */
function withoutQuery(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + pathname;
}

const FRESHNESS: ClaimRules = {
  times: {
    required: ['iat'],
    futureSkewSeconds: CLOCK_SKEW_SECONDS,
    start: ['iat'],
    maxAgeSeconds: MAX_AGE_SECONDS,
  },
};

/**
 * Checks that a proof was made recently: it contains a valid nonce from this server or, without a nonce, its `iat` is
 * recent (RFC 9449 §4.3, checks 10 and 11).
 *
 * @throws OAuthError `use_dpop_nonce` with a nonce for the next attempt
 */
function checkFreshness(deps: Deps, issuer: Issuer, { claims: { nonce, iat } }: DpopProof): void {
  if (nonce === undefined && claimProblem({ iat: Number(iat) }, FRESHNESS, deps.clock.now()) === undefined) return;
  if (typeof nonce === 'string' && isFreshNonce(deps, issuer, nonce)) return;
  const problem =
    nonce === undefined
      ? 'its iat claim is too far from the time of the server'
      : 'its nonce claim is unknown or has expired';
  throw new OAuthError(
    'use_dpop_nonce',
    `The DPoP proof was rejected: ${problem}. Make a new proof with the nonce from the DPoP-Nonce header.`,
    {
      headers: { 'DPoP-Nonce': makeNonce(deps, issuer) },
    },
  );
}

function invalidProof(problem: string): OAuthError {
  return new OAuthError('invalid_dpop_proof', `The DPoP proof ${problem}.`);
}
