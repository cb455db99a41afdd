import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** AES-256 on one block of 16 bytes (FIPS 197). Equal blocks give equal results, so use a key for one purpose only. */
const ALGORITHM = 'aes-256-ecb';

/** Encrypts a UUID under a key that is derived from `purpose`, which must contain a secret. */
export function encryptUuid(purpose: string, uuid: string): string {
  const cipher = createCipheriv(ALGORITHM, keyOf(purpose), null).setAutoPadding(false);
  return cipher.update(Buffer.from(uuid.replaceAll('-', ''), 'hex')).toString('base64url');
}

/** Decrypts what `encryptUuid` returned for the same purpose. Another text of that length gives a meaningless UUID. */
export function decryptUuid(purpose: string, text: string): string | undefined {
  const block = Buffer.from(text, 'base64url');
  if (block.length !== 16) return undefined;
  const decipher = createDecipheriv(ALGORITHM, keyOf(purpose), null).setAutoPadding(false);
  const hex = decipher.update(block).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function keyOf(purpose: string): Buffer {
  return createHash('sha256').update(purpose).digest();
}
