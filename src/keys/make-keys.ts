/*
 * This folder owns cryptography: signing keys and their rotation, JOSE signatures and claims, DPoP proofs, client and
 * webhook secrets, and the sealing (encryption) of secrets for storage. Only this folder imports `jose`. It must not
 * know requests, grants or endpoints. To understand this folder, read `makeKeys` in this file first, which makes the
 * functions that other folders use.
 */

import { createPrivateKey, type KeyObject, type webcrypto } from 'node:crypto';
import { type CryptoKey, compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { LRUCache } from 'lru-cache';
import { insertion } from '../model/change-set.js';
import { type Issuer, issuerUrl } from '../model/clients/issuer.js';
import type { Config } from '../model/config.js';
import type { Clock, Fetch, Log, Random } from '../model/deps.js';
import type { JsonObject } from '../model/json.js';
import type { Keys, VerifiedJwt } from '../model/server/keys.js';
import {
  type AsymmetricAlg,
  ID_TOKEN_LIFETIME,
  type KeyRing,
  keyRingId,
  type SigningKey,
} from '../model/server/signing-key.js';
import type { Store } from '../model/store.js';
import { makeAuditKeys } from './audit-log/audit-keys.js';
import { makeLinkCodes } from './link-codes.js';
import { makeRemoteJwks } from './remote-jwks.js';
import { makeDigests, makeSealing, type Sealing } from './sealing.js';
import { isPublished, newKeyRing, privateKeyPlace } from './signing/key-ring.js';
import { makeRotate } from './signing/rotate.js';
import { signJwt, signJwtWithSecret } from './signing/sign-jwt.js';
import { makeSuccessorSecrets } from './successor-secrets.js';

type KeysDeps = {
  readonly config: Config;
  readonly store: Pick<Store, 'keyRings' | 'commit'>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

const MAX_IMPORTED_KEYS = 1_000;

export function makeKeys(deps: KeysDeps): Keys {
  const sealing = makeSealing(deps.config.secretKeys, deps.random);
  const importKey = makeCachedImport();
  const privateKeyOf = makePrivateKeys(sealing);
  const keySetOf = makeKeySets();
  const ringOf = (issuer: Issuer, alg: AsymmetricAlg) => ensureRing(deps, sealing, issuer, alg);
  return {
    ...sealing,
    digest: makeDigests(sealing),
    ...makeSuccessorSecrets(deps.config.secretKeys),
    ...makeLinkCodes(deps.config.secretKeys),
    ...makeAuditKeys(sealing, deps.clock),
    ringInsertion: async (issuer, alg) => insertion('keyRings', await newKeyRing({ ...deps, sealing }, issuer, alg)),
    ensureRing: async (issuer, alg) => {
      const ring = await ringOf(issuer, alg);
      for (const key of ring.keys) sealing.open(key.privateJwk, privateKeyPlace(ring.id, key.kid));
    },
    rotate: makeRotate(deps, sealing),
    sign: async (issuer, alg, claims, typ) => {
      const ring = await ringOf(issuer, alg);
      const key = ring.keys.find(({ status }) => status === 'ACTIVE');
      if (key === undefined)
        throw new Error(
          `Key ring ${ring.id} has no active key, so the server cannot sign tokens for its issuer. This is a bug.`,
        );
      const header = { kid: key.kid, ...(typ !== undefined && { typ }) };
      return signJwt(privateKeyOf(ring.id, key), alg, claims, header);
    },
    signWithSecret: async (secret, claims, header = {}) => signJwtWithSecret(secret, claims, { typ: 'JWT', ...header }),
    verifyOwn: (issuer, jwt, typ) => verifyOwn(deps, importKey, issuer, jwt, typ),
    remoteJwks: makeRemoteJwks(deps),
    jwks: async (issuer) => {
      const rings = await deps.store.keyRings.findOfIssuer(issuer.generation);
      const maxTokenLifetimeSeconds = Math.max(ID_TOKEN_LIFETIME, deps.config.maxAccessTokenLifetime);
      const published = rings
        .flatMap(({ keys }) => keys)
        .filter((key) => isPublished(key, deps.clock.now(), maxTokenLifetimeSeconds));
      return keySetOf(rings, published);
    },
  };
}

/**
 * Returns a key ring. If the key ring does not exist, creates it. If several processes create the same key ring at
 * once, all of them return the key ring that was stored first.
 */
async function ensureRing(deps: KeysDeps, sealing: Sealing, issuer: Issuer, alg: AsymmetricAlg): Promise<KeyRing> {
  const id = keyRingId(issuer, alg);
  const found = await deps.store.keyRings.find(id);
  if (found !== undefined) return found;
  const made = await newKeyRing({ ...deps, sealing }, issuer, alg);
  if (await deps.store.keyRings.insert(made)) return made;
  const existing = await deps.store.keyRings.find(id);
  if (existing === undefined)
    throw new Error(`Key ring ${id} could not be created, and it does not exist in the database. Try again.`);
  return existing;
}

/** Makes a function that decrypts and imports each private key only once. A `kid` is the thumbprint of its key. */
function makePrivateKeys(sealing: Sealing): (ringId: string, key: SigningKey) => KeyObject {
  const imported = new LRUCache<string, KeyObject>({ max: MAX_IMPORTED_KEYS });
  return (ringId, { kid, privateJwk }) => {
    const known = imported.get(kid);
    if (known !== undefined) return known;
    const jwk = JSON.parse(sealing.open(privateJwk, privateKeyPlace(ringId, kid))) as webcrypto.JsonWebKey;
    const key = createPrivateKey({ key: jwk, format: 'jwk' });
    imported.set(kid, key);
    return key;
  };
}

/** Makes a function that returns the same key set as long as the rings and the published keys stay the same. */
function makeKeySets(): (rings: readonly KeyRing[], published: readonly SigningKey[]) => { keys: JsonObject[] } {
  const known = new WeakMap<readonly KeyRing[], { keys: JsonObject[] }>();
  return (rings, published) => {
    const keySet = known.get(rings);
    const isSame =
      keySet?.keys.length === published.length && published.every((key, at) => keySet.keys[at] === key.publicJwk);
    if (isSame) return keySet;
    const made = { keys: published.map(({ publicJwk }) => publicJwk) };
    known.set(rings, made);
    return made;
  };
}

type ImportKey = (name: string, jwk: () => JWK, alg: AsymmetricAlg) => Promise<CryptoKey>;

/**
 * Makes a function that imports each key only once and caches the imported key. The cache cannot return a wrong key,
 * because a `kid` is the thumbprint of its key.
 */
function makeCachedImport(): ImportKey {
  const imported = new LRUCache<string, Promise<CryptoKey>>({ max: MAX_IMPORTED_KEYS });
  return (name, jwk, alg) => {
    const id = `${alg}:${name}`;
    const known = imported.get(id);
    if (known !== undefined) return known;
    const started = importJWK(jwk(), alg) as Promise<CryptoKey>;
    imported.set(id, started);
    return started;
  };
}

/**
 * Verifies a JWT that this server signed. RFC 8725 §3.1: the algorithm comes from the stored key, not from the header.
 * RFC 8725 §3.11: `iss` and `typ` must have the expected values.
 */
async function verifyOwn(
  deps: KeysDeps,
  importKey: ImportKey,
  issuer: Issuer,
  jwt: string,
  typ: string | undefined,
): Promise<VerifiedJwt | undefined> {
  const kid = kidOf(jwt);
  const rings = await deps.store.keyRings.findOfIssuer(issuer.generation);
  for (const ring of rings) {
    const key = ring.keys.find((candidate) => candidate.kid === kid);
    if (key === undefined) continue;
    try {
      const publicKey = await importKey(`public:${key.kid}`, () => key.publicJwk as JWK, ring.alg);
      const { payload, protectedHeader } = await compactVerify(jwt, publicKey, { algorithms: [ring.alg] });
      const claims = JSON.parse(new TextDecoder().decode(payload)) as JsonObject;
      const header = protectedHeader as JsonObject;
      if (typ !== undefined && header.typ !== typ) return undefined;
      return claims.iss === issuerUrl(deps.config.issuer, issuer) ? { header, claims } : undefined;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

function kidOf(jwt: string): string | undefined {
  try {
    return decodeProtectedHeader(jwt).kid;
  } catch {
    return undefined;
  }
}
