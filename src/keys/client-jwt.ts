import { importJWK, type JWK } from 'jose';
import type { Client } from '../model/clients/client.js';
import { type ClientSecret, liveSecrets } from '../model/clients/client-secret.js';
import type { Deps } from '../model/deps.js';
import type { JsonObject } from '../model/json.js';
import type { VerifiedJwt } from '../model/server/keys.js';
import type { AsymmetricAlg, SigningAlg } from '../model/server/signing-key.js';
import { algsOfKey, namedAlg } from './client-jwks.js';
import { signingSecretsOf } from './client-secrets.js';
import { CRIT_PROBLEM, findJwtHeader, verifySignature } from './signed-jwt.js';

/**
 * A JWT that a client signed. The signature has been verified, but the claims have not: check the claims with
 * `claimProblem`.
 */
export interface ClientJwt extends VerifiedJwt {
  /** The client secret with which the signature was verified. Absent if the client signed with a private key. */
  readonly secret?: ClientSecret;
}

/** The reason why a JWT was rejected. `problem` completes a sentence that begins with the name of the JWT. */
export interface ClientJwtProblem {
  readonly problem: string;
}

/** The header of a JWT whose algorithm is accepted. */
export interface ClientJwtHeader {
  readonly header: JsonObject;
  readonly alg: SigningAlg;
}

type JwtDeps = Pick<Deps, 'keys' | 'clock'>;

/**
 * Verifies a JWT that a client signed with one of its secrets (HS256) or registered keys. Only the algorithms in `algs`
 * are accepted ({@link https://www.rfc-editor.org/rfc/rfc8725#section-3.1 | RFC 8725 §3.1}).
 * {@link https://www.rfc-editor.org/rfc/rfc7515#section-5.2 | RFC 7515 §5.2}
 */
export async function verifyClientJwt(
  deps: JwtDeps,
  client: Client,
  jwt: string,
  algs: readonly SigningAlg[],
): Promise<ClientJwt | ClientJwtProblem> {
  const read = readClientJwtHeader(jwt, algs);
  if ('problem' in read) return read;
  const { header, alg } = read;
  return alg === 'HS256' ? verifyBySecret(deps, client, jwt, header) : verifyByKey(deps, client, jwt, header, alg);
}

/** Reads the header of a JWT and finds the problems that need no key. The signature has not been verified. */
export function readClientJwtHeader(jwt: string, algs: readonly SigningAlg[]): ClientJwtHeader | ClientJwtProblem {
  const header = findJwtHeader(jwt);
  if (header === undefined) return { problem: 'is not a signed JWT' };
  const alg = namedAlg(header.alg);
  if (alg === undefined || !algs.includes(alg)) return { problem: `must be signed with ${algs.join(' or ')}` };
  return header.crit === undefined ? { header, alg } : { problem: CRIT_PROBLEM };
}

/** RFC 7518 §3.2. The problem says nothing about the signature, so it does not help an attacker who guesses the secret. */
const TOO_SHORT_TO_SIGN =
  'is signed with HS256, but every valid secret of the client has fewer than 32 bytes and signs nothing (RFC 7518 section 3.2); add a secret of at least 32 bytes to the client';

async function verifyBySecret(
  deps: JwtDeps,
  client: Client,
  jwt: string,
  header: JsonObject,
): Promise<ClientJwt | ClientJwtProblem> {
  const live = liveSecrets(client, deps.clock.now());
  if (live.length === 0) return { problem: 'is signed with HS256, but the client has no valid secret' };
  const signing = signingSecretsOf(deps, client);
  if (signing.length === 0) return { problem: TOO_SHORT_TO_SIGN };
  for (const { secret, key } of signing) {
    const claims = await verifySignature(jwt, Buffer.from(key, 'utf8'), 'HS256');
    if (claims !== undefined) return { header, claims, secret };
  }
  return {
    problem:
      signing.length < live.length
        ? 'has a signature that does not match a secret of the client with at least 32 bytes; shorter secrets sign nothing'
        : 'has a signature that does not match any secret of the client',
  };
}

async function verifyByKey(
  deps: JwtDeps,
  client: Client,
  jwt: string,
  header: JsonObject,
  alg: AsymmetricAlg,
): Promise<ClientJwt | ClientJwtProblem> {
  const kid = typeof header.kid === 'string' ? header.kid : undefined;
  const registered = await registeredKeys(deps, client, kid);
  const fitting = registered.filter((key) => algsOfKey(key).includes(alg) && (kid === undefined || key.kid === kid));
  const [key, ...others] = fitting;
  if (key === undefined) return { problem: `is signed with a key that the client has not registered for ${alg}` };
  // OpenID Connect Core §10.1: if a client has several keys, the header of its JWTs must name the key by its kid.
  if (others.length > 0) return { problem: 'has no kid header, but the client has several keys for its algorithm' };
  const claims = await verifySignature(jwt, importJWK(key as JWK, alg), alg);
  return claims === undefined
    ? { problem: 'has a signature that does not match the registered key' }
    : { header, claims };
}

async function registeredKeys(deps: JwtDeps, client: Client, kid: string | undefined): Promise<readonly JsonObject[]> {
  if (client.jwks_uri !== undefined) return deps.keys.remoteJwks(client.jwks_uri, kid);
  const keys = client.jwks?.keys;
  return Array.isArray(keys) ? (keys as JsonObject[]) : [];
}
