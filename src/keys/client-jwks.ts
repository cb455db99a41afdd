import { createPublicKey, type JsonWebKeyInput } from 'node:crypto';
import type { JsonObject, JsonValue } from '../model/json.js';
import { type AsymmetricAlg, SIGNING_ALGS, type SigningAlg } from '../model/server/signing-key.js';

/** What is wrong with a key set, and where. */
export interface KeyProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export const MOST_KEYS = 20;
const MOST_RSA_BITS = 8192;
const MOST_EXPONENT = 2n ** 64n;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

type Kind = { readonly members: readonly string[]; readonly algs: readonly AsymmetricAlg[] };

/** Members that hold the key, and the algorithms it serves, by key type and curve. */
const KINDS: Record<string, Kind> = {
  RSA: { members: ['n', 'e'], algs: ['RS256', 'PS256'] },
  'EC P-256': { members: ['x', 'y'], algs: ['ES256'] },
  'OKP Ed25519': { members: ['x'], algs: ['EdDSA'] },
};

/** Strangers send keys too: `kty` and `crv` can be anything. */
function kindOf({ kty, crv }: JsonObject): Kind | undefined {
  if (kty === 'RSA') return KINDS.RSA;
  return typeof kty === 'string' && typeof crv === 'string' ? KINDS[`${kty} ${crv}`] : undefined;
}

/**
 * Whether a client may register this JWK Set (RFC 7517 §5): public keys only, strong, meant for signatures, and told
 * apart by `kid`.
 */
export function clientJwksProblem(jwks: JsonObject): KeyProblem | undefined {
  const { keys } = jwks;
  if (!Array.isArray(keys) || keys.length === 0) return { path: ['keys'], message: 'must be a list of public keys' };
  if (keys.length > MOST_KEYS) return { path: ['keys'], message: `must have at most ${MOST_KEYS} keys` };
  const kids = new Set<string>();
  for (const [index, key] of keys.entries()) {
    const problem = publicKeyProblem(key);
    if (problem !== undefined) return { path: ['keys', index, ...problem.path], message: problem.message };
    const { kid } = key as JsonObject;
    if (typeof kid !== 'string' && keys.length > 1) {
      // OpenID Connect Core §10.1: with several keys, a signature MUST name its own.
      return { path: ['keys', index, 'kid'], message: 'is needed where there are several keys' };
    }
    if (typeof kid !== 'string') continue;
    if (kids.has(kid)) return { path: ['keys', index, 'kid'], message: 'is the kid of another key of the set' };
    kids.add(kid);
  }
  return undefined;
}

/** Whether this JWK (RFC 7517 §4) is a strong public key for signatures that we can verify. */
export function publicKeyProblem(key: JsonValue | undefined): KeyProblem | undefined {
  if (typeof key !== 'object' || key === null || Array.isArray(key)) return problem([], 'must be a JWK');
  const found = PRIVATE_MEMBERS.find((member) => member in key);
  if (found !== undefined) return problem([found], 'belongs to a private or secret key; register the public key');
  const kind = kindOf(key);
  if (kind === undefined) return problem(['kty'], 'must be RSA, EC with P-256, or OKP with Ed25519');
  return usageProblem(key, kind.algs) ?? formProblem(key, kind.members) ?? strengthProblem(key);
}

/** RFC 9864 §2.2: the name that tells the curve too, for what EdDSA means with the keys that we take. */
const SAME_ALG: Readonly<Record<string, SigningAlg>> = { Ed25519: 'EdDSA' };

/** The algorithm that a client names in a header or a key. */
export function namedAlg(name: JsonValue | undefined): SigningAlg | undefined {
  return typeof name !== 'string' ? undefined : (SAME_ALG[name] ?? SIGNING_ALGS.find((alg) => alg === name));
}

/** The names of these algorithms that clients may use. */
export function algNames(algs: readonly SigningAlg[]): string[] {
  return algs.flatMap((alg) => [alg, ...Object.keys(SAME_ALG).filter((name) => SAME_ALG[name] === alg)]);
}

/** The algorithms whose signatures a client's key can verify. */
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
    return problem(['alg'], `must be ${algs.join(' or ')}, as the key is`);
  }
  if (key.kid !== undefined && (typeof key.kid !== 'string' || key.kid.length === 0 || key.kid.length > 256)) {
    return problem(['kid'], 'must be a text of 1 to 256 characters');
  }
  return undefined;
}

/** RFC 7515 §2: base64url without padding, white space or other characters. */
function formProblem(key: JsonObject, members: readonly string[]): KeyProblem | undefined {
  const wrong = members.find(
    (member) => typeof key[member] !== 'string' || !/^[A-Za-z0-9_-]{1,2048}$/.test(key[member]),
  );
  return wrong === undefined ? undefined : problem([wrong], 'must be base64url');
}

/** RFC 7518 §3.3: RSA keys MUST have at least 2048 bits; an exponent of 1 would verify anything, a long one takes long. */
function strengthProblem(key: JsonObject): KeyProblem | undefined {
  const details = detailsOf(key);
  if (details === undefined) return problem([], 'is not a valid key');
  if (key.kty !== 'RSA') return undefined;
  const { modulusLength = 0, publicExponent = 0n } = details;
  if (modulusLength < 2048 || modulusLength > MOST_RSA_BITS) {
    return problem(['n'], `must have 2048 to ${MOST_RSA_BITS} bits`);
  }
  return publicExponent < 65_537n || publicExponent >= MOST_EXPONENT || publicExponent % 2n === 0n
    ? problem(['e'], 'must be odd, at least 65537, and of at most 64 bits')
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
