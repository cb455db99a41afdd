import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.js';
import { type AsymmetricAlg, SIGNING_ALGS, type SigningAlg } from '../model/server/signing-key.js';
import { hasSmallOrder } from './small-order.js';

/**
 * A problem with a key or key set. `path` is the path of the wrong member, and `message` completes a sentence that
 * begins with this path.
 */
export interface KeyProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export const MAX_KEYS = 20;
const MAX_RSA_BITS = 8192;
const RSA_EXPONENT_LIMIT = 2n ** 64n;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

type Kind = { readonly members: readonly string[]; readonly algs: readonly AsymmetricAlg[] };

/**
 * The supported kinds of key, by type and curve. `members` are the members that a public key must have, and `algs` are
 * the algorithms that can be used with the key.
 */
const KINDS: Record<string, Kind> = {
  RSA: { members: ['n', 'e'], algs: ['RS256', 'PS256'] },
  'EC P-256': { members: ['x', 'y'], algs: ['ES256'] },
  'OKP Ed25519': { members: ['x'], algs: ['EdDSA'] },
};

/**
 * Finds the kind of a key. The key may come from an unknown sender's DPoP proof, so `kty` and `crv` can be any JSON
 * value.
 */
function kindOf({ kty, crv }: JsonObject): Kind | undefined {
  if (kty === 'RSA') return KINDS.RSA;
  return typeof kty === 'string' && typeof crv === 'string' ? KINDS[`${kty} ${crv}`] : undefined;
}

/**
 * Returns the reason why a client cannot register this JWK Set, if there is one. All keys must be strong public keys
 * for signatures. If there are several keys, each must have its own `kid`.
 * {@link https://www.rfc-editor.org/rfc/rfc7517#section-5 | RFC 7517 §5}
 */
export function clientJwksProblem(jwks: JsonObject): KeyProblem | undefined {
  const { keys } = jwks;
  if (!Array.isArray(keys) || keys.length === 0)
    return { path: ['keys'], message: 'must be a list of public keys (JWKs)' };
  if (keys.length > MAX_KEYS) return { path: ['keys'], message: `must have at most ${MAX_KEYS} keys` };
  const kids = new Set<string>();
  for (const [index, key] of keys.entries()) {
    const problem = publicKeyProblem(key);
    if (problem !== undefined) return { path: ['keys', index, ...problem.path], message: problem.message };
    const { kid } = key as JsonObject;
    if (typeof kid !== 'string' && keys.length > 1) {
      // OpenID Connect Core §10.1: if a key set has several keys, the header of a JWT must name the key that signed it.
      // So each key needs a kid.
      return {
        path: ['keys', index, 'kid'],
        message: 'is missing: if there are several keys, each key must have a kid',
      };
    }
    if (typeof kid !== 'string') continue;
    if (kids.has(kid))
      return { path: ['keys', index, 'kid'], message: 'is used twice: each key must have its own kid' };
    kids.add(kid);
  }
  return undefined;
}

/**
 * Returns the reason why a JWK is rejected, if there is one. Only strong public keys for signatures are accepted.
 * {@link https://www.rfc-editor.org/rfc/rfc7517#section-4 | RFC 7517 §4}
 */
export function publicKeyProblem(key: JsonValue | undefined): KeyProblem | undefined {
  if (!isJsonObject(key)) return problem([], 'must be a JWK');
  const found = PRIVATE_MEMBERS.find((member) => member in key);
  if (found !== undefined) return problem([found], 'belongs to a private or secret key; register the public key');
  const kind = kindOf(key);
  if (kind === undefined) return problem(['kty'], 'must be RSA, EC with P-256, or OKP with Ed25519');
  return usageProblem(key, kind.algs) ?? formProblem(key, kind.members) ?? strengthProblem(key);
}

/**
 * RFC 9864 §2.2: `Ed25519` is a newer name for `EdDSA` with the curve Ed25519. The server accepts both names, and no
 * other curve.
 */
const SAME_ALG: Readonly<Record<string, SigningAlg>> = { Ed25519: 'EdDSA' };

/**
 * Converts the `alg` member of a JWT header or key to an algorithm. Returns `undefined` if the server does not support
 * the algorithm.
 */
export function namedAlg(name: JsonValue | undefined): SigningAlg | undefined {
  return typeof name !== 'string' ? undefined : (SAME_ALG[name] ?? SIGNING_ALGS.find((alg) => alg === name));
}

/** Returns every name that clients can use for these algorithms. Some algorithms have two names. */
export function algNames(algs: readonly SigningAlg[]): string[] {
  return algs.flatMap((alg) => [alg, ...Object.keys(SAME_ALG).filter((name) => SAME_ALG[name] === alg)]);
}

/**
 * Returns the algorithms with which a signature can be verified by this key. If the key has an `alg` member, only that
 * algorithm is possible.
 */
export function algsOfKey(key: JsonObject): readonly AsymmetricAlg[] {
  const algs = kindOf(key)?.algs ?? [];
  return key.alg === undefined ? algs : algs.filter((alg) => alg === namedAlg(key.alg));
}

function usageProblem(key: JsonObject, algs: readonly AsymmetricAlg[]): KeyProblem | undefined {
  if (key.use !== undefined && key.use !== 'sig') return problem(['use'], 'must be sig');
  if (key.key_ops !== undefined && !(Array.isArray(key.key_ops) && key.key_ops.includes('verify'))) {
    return problem(['key_ops'], 'must contain verify');
  }
  if (key.alg !== undefined && !algs.some((alg) => alg === namedAlg(key.alg))) {
    return problem(['alg'], `must be ${algs.join(' or ')} for this key`);
  }
  if (key.kid !== undefined && (typeof key.kid !== 'string' || key.kid.length === 0 || key.kid.length > 256)) {
    return problem(['kid'], 'must be a string of 1 to 256 characters');
  }
  return undefined;
}

/**
 * RFC 7515 §2: base64url text has no padding, white space or other characters, so a member with such characters is
 * rejected.
 */
function formProblem(key: JsonObject, members: readonly string[]): KeyProblem | undefined {
  const wrong = members.find(
    (member) => typeof key[member] !== 'string' || !/^[A-Za-z0-9_-]{1,2048}$/.test(key[member]),
  );
  return wrong === undefined ? undefined : problem([wrong], 'must be encoded as base64url');
}

/**
 * RFC 7518 §3.3: an RSA key must have at least 2048 bits. With the exponent 1, anyone could forge signatures. A long
 * exponent would make verification slow. RFC 8725 §3.4: Ed25519 keys of small order must be rejected.
 */
function strengthProblem(key: JsonObject): KeyProblem | undefined {
  const details = detailsOf(key);
  if (details === undefined) return problem([], 'is not a valid key');
  if (key.kty === 'OKP' && hasSmallOrder(Buffer.from(String(key.x), 'base64url'))) {
    return problem(['x'], 'must not be a point of small order, because anyone could forge its signatures');
  }
  if (key.kty !== 'RSA') return undefined;
  const { modulusLength = 0, publicExponent = 0n } = details;
  if (modulusLength < 2048 || modulusLength > MAX_RSA_BITS) {
    return problem(['n'], `must have 2048 to ${MAX_RSA_BITS} bits`);
  }
  return publicExponent < 65_537n || publicExponent >= RSA_EXPONENT_LIMIT || publicExponent % 2n === 0n
    ? problem(['e'], 'must be odd, at least 65537 and at most 64 bits long')
    : undefined;
}

function detailsOf(key: JsonObject) {
  try {
    return createPublicKey({ key, format: 'jwk' } as JsonWebKeyInput).asymmetricKeyDetails ?? {};
  } catch {
    return undefined;
  }
}

function problem(path: KeyProblem['path'], message: string): KeyProblem {
  return { path, message };
}
