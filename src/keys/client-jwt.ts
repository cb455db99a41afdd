import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { type Client, type ClientSecret, liveSecrets } from '../model/clients/client.js';
import type { Deps } from '../model/deps.js';
import type { JsonObject } from '../model/json.js';
import type { VerifiedJwt } from '../model/server/keys.js';
import type { AsymmetricAlg, SigningAlg } from '../model/server/signing-key.js';
import { algNames, algsOfKey, namedAlg } from './client-jwks.js';
import { openClientSecret } from './client-secrets.js';

/** A JWT of a client, its signature verified; `secret` is the one that verified it. Its claims are the caller's business. */
export interface ClientJwt extends VerifiedJwt {
  readonly secret?: ClientSecret;
}

/** Why a JWT counts for nothing: the end of a sentence that begins with what it was. */
export interface ClientJwtProblem {
  readonly problem: string;
}

type JwtDeps = Pick<Deps, 'keys' | 'clock'>;

/**
 * Verifies a JWT that a client signed, with one of its secrets (HS256) or a key that it registered.
 * {@link https://www.rfc-editor.org/rfc/rfc7515#section-5.2 | RFC 7515 §5.2},
 * {@link https://www.rfc-editor.org/rfc/rfc8725#section-3.1 | RFC 8725 §3.1}: the algorithms are the caller's.
 */
export async function verifyClientJwt(
  deps: JwtDeps,
  client: Client,
  jwt: string,
  algs: readonly SigningAlg[],
): Promise<ClientJwt | ClientJwtProblem> {
  const header = headerOf(jwt);
  if (header === undefined) return { problem: 'is not a signed JWT' };
  const alg = namedAlg(header.alg);
  if (alg === undefined || !algs.includes(alg)) return { problem: `must be signed with ${algs.join(', ')}` };
  // RFC 7515 §4.1.11: what is critical, and not understood, MUST be rejected; no extension is understood.
  if (header.crit !== undefined) return { problem: 'has crit, of which nothing is supported' };
  return alg === 'HS256' ? verifyBySecret(deps, client, jwt, header) : verifyByKey(deps, client, jwt, header, alg);
}

async function verifyBySecret(
  deps: JwtDeps,
  client: Client,
  jwt: string,
  header: JsonObject,
): Promise<ClientJwt | ClientJwtProblem> {
  const live = liveSecrets(client, deps.clock.now());
  if (live.length === 0) return { problem: 'is signed with HS256, but the client has no secret' };
  for (const secret of live) {
    const key = Buffer.from(openClientSecret(deps.keys, client, secret), 'utf8');
    const claims = await verifiedClaims(jwt, key, 'HS256');
    if (claims !== undefined) return { header, claims, secret };
  }
  return { problem: 'has a signature that no secret of the client verifies' };
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
  // OpenID Connect Core §10.1: with several keys in the set, a kid MUST be provided.
  if (others.length > 0) return { problem: 'has no kid, but the client has several keys that it could be' };
  const claims = await verifiedClaims(jwt, await importJWK(key as JWK, alg), alg);
  return claims === undefined ? { problem: 'has a signature that the key does not verify' } : { header, claims };
}

async function registeredKeys(deps: JwtDeps, client: Client, kid: string | undefined): Promise<readonly JsonObject[]> {
  if (client.jwks_uri !== undefined) return deps.keys.remoteJwks(client.jwks_uri, kid);
  const keys = client.jwks?.keys;
  return Array.isArray(keys) ? (keys as JsonObject[]) : [];
}

type VerificationKey = Parameters<typeof compactVerify>[1] & (Uint8Array | CryptoKey);

async function verifiedClaims(jwt: string, key: VerificationKey, alg: SigningAlg): Promise<JsonObject | undefined> {
  try {
    const { payload } = await compactVerify(jwt, key, { algorithms: algNames([alg]) });
    return objectOf(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
}

/** RFC 7515 §2: three parts of base64url, without padding, white space or other characters. */
function headerOf(jwt: string): JsonObject | undefined {
  if (!/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(jwt)) return undefined;
  try {
    return decodeProtectedHeader(jwt) as JsonObject;
  } catch {
    return undefined;
  }
}

function objectOf(text: string): JsonObject | undefined {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** A claim of a JWT that nobody has verified yet: good for finding whose keys to verify it with, and for nothing else. */
export function unverifiedClaim(jwt: string, name: string): unknown {
  try {
    return objectOf(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))?.[name];
  } catch {
    return undefined;
  }
}
