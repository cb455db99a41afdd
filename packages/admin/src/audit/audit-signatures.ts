import { createHash, createPublicKey, type JsonWebKeyInput, verify } from 'node:crypto';
import * as z from 'zod';
import { printable } from './findings.js';

const publicJwkSchema = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() });

const keySchema = z.object({
  kid: z.string(),
  publicJwk: publicJwkSchema,
  createdAt: z.string(),
  signedBy: z.string().nullish(),
});

export const keysFileSchema = z.object({ keys: z.array(keySchema).min(1) });

export type KeysFile = z.infer<typeof keysFileSchema>;

type PublicJwk = z.infer<typeof publicJwkSchema>;

const successorSchema = z.object({ iat: z.number(), jwk: z.looseObject({ x: z.string() }) });

const claimsSchema = z.object({
  iss: z.string(),
  iat: z
    .number()
    .int()
    .min(0)
    .max(Date.UTC(9999, 0) / 1000),
  sequence: z.number().int().min(0),
  hash: z.string(),
  firstSequence: z.number().int().min(1),
  hashBefore: z.string(),
  purpose: z.enum(['checkpoint', 'export']),
});

export type CheckpointClaims = z.infer<typeof claimsSchema>;

/** Verifies the JWS of a checkpoint or of the end of an export. Returns the reason if it is not valid. */
export type VerifyCheckpoint = (jws: string) => { readonly claims: CheckpointClaims } | { readonly problem: string };

interface TrustedKey {
  readonly publicJwk: PublicJwk;
  /** When the next key replaced this one, in seconds since 1970. */
  replacedAt?: number;
}

/** The clocks of two servers can differ, so a server may use the old key for this long after another replaced it. */
const MAX_CLOCK_DIFFERENCE = 86_400;

/**
 * Makes the function that verifies checkpoints. The first key of the file is trusted. Each later key must be signed by
 * the key before it, so a key that someone added to the file is rejected.
 */
export function makeVerifier({ keys }: KeysFile): { verify: VerifyCheckpoint; problems: string[] } {
  const trusted = new Map<string, TrustedKey>();
  const problems: string[] = [];
  keys.forEach(({ kid, publicJwk, signedBy }, index) => {
    if (kid !== thumbprintOf(publicJwk) || trusted.has(kid)) {
      problems.push(`The key ${printable(kid)} has an id that is not its own. Its checkpoints prove nothing.`);
      return;
    }
    const before = keys[index - 1];
    const signer = before && trusted.get(before.kid);
    const successor = successorSchema.safeParse(
      signer && readJws(signedBy ?? '', 'passgraph-audit-key+jws', before.kid, signer),
    );
    if (signer !== undefined && successor.success && successor.data.jwk.x === publicJwk.x) {
      signer.replacedAt = successor.data.iat;
    } else if (index > 0) {
      problems.push(`The key ${kid} is not signed by the key before it. Its checkpoints prove nothing.`);
      return;
    }
    trusted.set(kid, { publicJwk });
  });
  return { verify: (jws) => verifyCheckpoint(jws, trusted), problems };
}

function verifyCheckpoint(jws: string, trusted: ReadonlyMap<string, TrustedKey>): ReturnType<VerifyCheckpoint> {
  for (const [kid, key] of trusted) {
    const claims = claimsSchema.safeParse(readJws(jws, 'passgraph-audit+jws', kid, key));
    if (!claims.success) continue;
    const isOld = key.replacedAt !== undefined && claims.data.iat > key.replacedAt + MAX_CLOCK_DIFFERENCE;
    return isOld ? { problem: 'is signed by a key that had been replaced' } : { claims: claims.data };
  }
  return { problem: 'is not signed by a key of the key file' };
}

/** The thumbprint of an Ed25519 key, as RFC 7638 §3.3 and RFC 8037 appendix A.3 define it. */
function thumbprintOf({ crv, kty, x }: PublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

/** Returns the payload of a JWS (RFC 7515) with an Ed25519 signature (RFC 8037), if all of it is as expected. */
function readJws(jws: string, typ: string, kid: string, { publicJwk }: TrustedKey): unknown {
  try {
    const [header = '', payload = '', signature = '', ...others] = jws.split('.');
    const found = JSON.parse(decode(header)) as Record<string, unknown>;
    if (others.length > 0 || found.alg !== 'EdDSA' || found.typ !== typ || found.kid !== kid || 'crit' in found)
      return undefined;
    const key = createPublicKey({ key: publicJwk as JsonWebKeyInput['key'], format: 'jwk' });
    const isValid = verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'));
    return isValid ? JSON.parse(decode(payload)) : undefined;
  } catch {
    return undefined;
  }
}

function decode(part: string): string {
  return Buffer.from(part, 'base64url').toString();
}
