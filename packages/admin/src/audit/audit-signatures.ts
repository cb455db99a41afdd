import { createPublicKey, type JsonWebKeyInput, verify } from 'node:crypto';
import * as z from 'zod';

const keySchema = z.object({
  kid: z.string(),
  publicJwk: z.record(z.string(), z.unknown()),
  createdAt: z.string(),
  signedBy: z.string().nullish(),
});

export const keysFileSchema = z.object({ keys: z.array(keySchema).min(1) });

export type KeysFile = z.infer<typeof keysFileSchema>;

const claimsSchema = z.object({
  iss: z.string(),
  iat: z.number(),
  sequence: z.number().int(),
  hash: z.string(),
  firstSequence: z.number().int(),
  hashBefore: z.string(),
  purpose: z.enum(['checkpoint', 'export']),
});

export type CheckpointClaims = z.infer<typeof claimsSchema>;

/** Verifies the JWS of a checkpoint or of the end of an export. Returns the reason if it is not valid. */
export type VerifyCheckpoint = (jws: string) => { readonly claims: CheckpointClaims } | { readonly problem: string };

/**
 * Makes the function that verifies checkpoints. The first key of the file is trusted. Each later key must be signed by
 * the key before it, so a key that someone added to the file is rejected.
 */
export function makeVerifier({ keys }: KeysFile): { verify: VerifyCheckpoint; problems: string[] } {
  const trusted = new Map<string, Record<string, unknown>>();
  const problems: string[] = [];
  keys.forEach(({ kid, publicJwk, signedBy }, index) => {
    const before = keys[index - 1];
    const payload = before && readJws(signedBy ?? '', 'passgraph-audit-key+jws', trusted);
    const isSigned = payload !== undefined && sameKey(payload.jwk, publicJwk);
    if (index === 0 || isSigned) trusted.set(kid, publicJwk);
    else problems.push(`The key ${kid} is not signed by the key before it. Its checkpoints prove nothing.`);
  });
  const verifyCheckpoint: VerifyCheckpoint = (jws) => {
    const payload = readJws(jws, 'passgraph-audit+jws', trusted);
    const claims = claimsSchema.safeParse(payload);
    if (claims.success) return { claims: claims.data };
    return { problem: 'is not signed by a key of the key file' };
  };
  return { verify: verifyCheckpoint, problems };
}

function sameKey(signed: unknown, key: Record<string, unknown>): boolean {
  const { x } = (signed ?? {}) as { x?: unknown };
  return typeof x === 'string' && x === key.x;
}

/** Returns the payload of a JWS (RFC 7515) with an Ed25519 signature (RFC 8037), if all of it is as expected. */
function readJws(
  jws: string,
  typ: string,
  keys: ReadonlyMap<string, Record<string, unknown>>,
): Record<string, unknown> | undefined {
  try {
    const [header = '', payload = '', signature = '', ...others] = jws.split('.');
    const { alg, kid, typ: type } = JSON.parse(decode(header)) as Record<string, unknown>;
    const key = keys.get(String(kid));
    if (others.length > 0 || alg !== 'EdDSA' || type !== typ || key === undefined) return undefined;
    const publicKey = createPublicKey({ key: key as JsonWebKeyInput['key'], format: 'jwk' });
    if (publicKey.asymmetricKeyType !== 'ed25519') return undefined;
    const isValid = verify(null, Buffer.from(`${header}.${payload}`), publicKey, Buffer.from(signature, 'base64url'));
    return isValid ? (JSON.parse(decode(payload)) as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function decode(part: string): string {
  return Buffer.from(part, 'base64url').toString();
}
