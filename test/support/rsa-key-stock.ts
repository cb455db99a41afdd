import { generateKeyPair, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { JsonObject } from '../../src/model/json.js';

/**
 * RSA keys for tests. A server makes two keys at its first start, which takes up to two seconds, and most tests start a
 * server.
 */
const FILE = fileURLToPath(new URL('../../../node_modules/.cache/passgraph/rsa-keys.json', import.meta.url));
const KEYS = 24;
const BITS = 3072;

/** Makes the keys and stores them in a file, unless an earlier run has made them. */
export async function makeRsaKeyStock(): Promise<void> {
  if (existsSync(FILE)) return;
  await mkdir(dirname(FILE), { recursive: true });
  const keys = await Promise.all(Array.from({ length: KEYS }, newKey));
  const made = `${FILE}.${randomUUID()}`;
  await writeFile(made, JSON.stringify(keys));
  await rename(made, FILE);
}

async function newKey(): Promise<unknown> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: BITS });
  return privateKey.export({ format: 'jwk' });
}

let stock: readonly JsonObject[] | undefined;
let next = 0;

/**
 * Makes a function that returns the keys of the stock one after the other, and each key only once. Functions that are
 * used at the same time return different keys, because they take the keys in turns.
 */
export function takeRsaKeys(): (bits: number) => JsonObject | undefined {
  let taken = 0;
  return (bits) => {
    stock ??= existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as JsonObject[]) : [];
    if (bits !== BITS || taken === stock.length) return undefined;
    taken += 1;
    next = (next + 1) % stock.length;
    return stock[next];
  };
}
