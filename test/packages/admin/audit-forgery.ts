import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { CheckpointClaims, KeysFile } from '../../../packages/admin/src/audit/audit-signatures.js';
import { type ExportedEvent, hashOf } from '../../../packages/admin/src/audit/event-hash.js';
import { type Verification, verifyExport } from '../../../packages/admin/src/audit/verify-audit.js';

/** A key of an audit log, with its private part. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: KeysFile['keys'][number]['publicJwk'];
}

export function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const publicJwk = publicKey.export({ format: 'jwk' }) as SigningKey['publicJwk'];
  const { crv, kty, x } = publicJwk;
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
  return { kid, privateKey, publicJwk };
}

export function signJws({ kid, privateKey }: SigningKey, typ: string, payload: object, header = {}): string {
  const parts = [{ alg: 'EdDSA', typ, kid, ...header }, payload];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

/** A key file with these keys. Each is signed by the key before it, at the time `iat`. */
export function keysFile(keys: readonly SigningKey[], iat = 1000): KeysFile {
  return {
    keys: keys.map(({ kid, publicJwk }, index) => {
      const before = keys[index - 1];
      const signedBy = before && signJws(before, 'passgraph-audit-key+jws', { iat, jwk: publicJwk });
      return { kid, publicJwk, createdAt: '2026-11-21T12:00:00.000Z', signedBy: signedBy ?? null };
    }),
  };
}

/** Makes a chain of events from 1 on. Those after an event that `change` returns differently follow its new hash. */
export function chainOf(count: number, change = (event: ExportedEvent) => event): ExportedEvent[] {
  let previous = '';
  return Array.from({ length: count }, (_, index) => {
    const sequence = index + 1;
    const event = change({
      id: `event-${sequence}`,
      sequence,
      type: 'SIGNED_IN',
      at: '2026-11-21T12:00:00.000Z',
      detail: { index },
      hash: '',
      salts: {},
      erased: {},
    });
    previous = hashOf(event, previous) ?? previous;
    return { ...event, hash: previous };
  });
}

export function claims({ sequence, hash }: ExportedEvent, changes: Partial<CheckpointClaims> = {}): CheckpointClaims {
  const start = { firstSequence: 1, hashBefore: '' };
  return { iss: 'https://id.example', iat: 1000, sequence, hash, ...start, purpose: 'export', ...changes };
}

export function endLine(key: SigningKey, event: ExportedEvent, changes: Partial<CheckpointClaims> = {}): string {
  return JSON.stringify({ auditLogEnd: signJws(key, 'passgraph-audit+jws', claims(event, changes)) });
}

export function verifyLines(lines: readonly string[], keys: KeysFile): Promise<Verification> {
  const numbered = async function* () {
    for (const [index, text] of lines.entries()) yield { number: index + 1, text };
  };
  return verifyExport(numbered, keys);
}
