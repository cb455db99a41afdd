/*
 * This folder makes the keys of the audit log, and signs checkpoints and the ends of exports with them. Each key also
 * signs the next one, and nothing else. The keys are in no key set that relying parties fetch.
 */

import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { Clock } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { AUDIT_KEY_AGE, type AuditKey, type AuditKeyRing } from '../../model/log/audit-key.js';
import type { Keys } from '../../model/server/keys.js';
import type { SealPlace } from '../../model/server/sealed-secret.js';
import type { Sealing } from '../sealing.js';

const ALG = 'EdDSA';

/** The `typ` of each signature says what it is for, so that no signature can be used for another purpose. */
const CHECKPOINT_TYPE = 'passgraph-audit+jws';
const KEY_TYPE = 'passgraph-audit-key+jws';

/** Makes the functions that make and use the keys of the audit log. */
export function makeAuditKeys(sealing: Sealing, clock: Clock): Pick<Keys, 'currentAuditKeys' | 'signCheckpoint'> {
  return {
    currentAuditKeys: async (ring) => {
      const last = ring?.keys.at(-1);
      const now = clock.now().getTime();
      if (ring !== undefined && last !== undefined && last.createdAt + AUDIT_KEY_AGE * 1000 > now) return ring.keys;
      const fresh = await newAuditKey(sealing, now);
      if (ring === undefined || last === undefined) return [fresh];
      const signedBy = await signWith(sealing, last, KEY_TYPE, { iat: Math.floor(now / 1000), jwk: fresh.publicJwk });
      const { privateJwk: _private, ...retired } = last;
      return [...ring.keys.slice(0, -1), retired, { ...fresh, signedBy }];
    },
    signCheckpoint: (keys, claims) => {
      const last = keys.at(-1);
      if (last === undefined) throw new Error('The audit log has no key. This is a bug.');
      return signWith(sealing, last, CHECKPOINT_TYPE, { ...claims });
    },
  };
}

/** Encrypts the private key again with the first key in `SECRET_KEY`. Throws if no key there can decrypt it. */
export function resealedAuditKeys(
  sealing: Pick<Sealing, 'reseal'>,
  { keys }: Pick<AuditKeyRing, 'keys'>,
): readonly AuditKey[] {
  return keys.map((key) =>
    key.privateJwk === undefined ? key : { ...key, privateJwk: sealing.reseal(key.privateJwk, placeOf(key.kid)) },
  );
}

async function newAuditKey(sealing: Sealing, now: number): Promise<AuditKey> {
  const pair = await generateKeyPair(ALG, { extractable: true });
  const publicPart = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicPart);
  return {
    kid,
    publicJwk: { ...(publicPart as JsonObject), kid, alg: ALG, use: 'sig' },
    privateJwk: sealing.seal(JSON.stringify(await exportJWK(pair.privateKey)), placeOf(kid)),
    createdAt: now,
  };
}

function placeOf(kid: string): SealPlace {
  return { record: `auditKey:${kid}`, field: 'privateJwk' };
}

async function signWith(sealing: Sealing, key: AuditKey, typ: string, claims: JsonObject): Promise<string> {
  if (key.privateJwk === undefined) throw new Error(`The audit key ${key.kid} can sign no more. This is a bug.`);
  const jwk = JSON.parse(sealing.open(key.privateJwk, placeOf(key.kid))) as JWK;
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: ALG, typ, kid: key.kid })
    .sign(await importJWK(jwk, ALG));
}
