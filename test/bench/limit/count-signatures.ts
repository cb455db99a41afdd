import { AsyncLocalStorage } from 'node:async_hooks';
import crypto, { type KeyObject, webcrypto } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { Exchange } from './plan.js';

/** Loaded before the application: notes each signature in the exchange for which it is made or verified. */
export const current = new AsyncLocalStorage<Exchange>();

type Kind = 'signatures' | 'verifications';

function note(kind: Kind, alg: string, bytes: number): void {
  current.getStore()?.[kind].push({ alg, bytes });
}

/** The names of RFC 7518 for the keys that the benchmark uses. */
const ALG_OF_KEY: Readonly<Record<string, string>> = { rsa: 'RS256', ec: 'ES256', ed25519: 'EdDSA' };

function algOf(key: unknown): string {
  const { key: inner = key } = key as { key?: unknown };
  return ALG_OF_KEY[(inner as KeyObject).asymmetricKeyType ?? ''] ?? 'unknown';
}

function lengthOf(data: unknown): number {
  return (data as ArrayBufferView | ArrayBuffer).byteLength;
}

const { sign, verify, createHmac } = crypto;
Object.assign(crypto, {
  sign: (...args: Parameters<typeof sign>) => {
    note('signatures', algOf(args[2]), lengthOf(args[1]));
    return sign(...args);
  },
  verify: (...args: Parameters<typeof verify>) => {
    note('verifications', algOf(args[2]), lengthOf(args[1]));
    return verify(...args);
  },
  createHmac: (...args: Parameters<typeof createHmac>) => {
    note('signatures', 'HS256', 0);
    return createHmac(...args);
  },
});
syncBuiltinESMExports();

const ALG_OF_WEBCRYPTO: Readonly<Record<string, string>> = {
  'RSASSA-PKCS1-v1_5': 'RS256',
  ECDSA: 'ES256',
  Ed25519: 'EdDSA',
  HMAC: 'HS256',
};
const subtle = webcrypto.subtle as unknown as Record<'sign' | 'verify', (...args: unknown[]) => unknown>;
const prototype = Object.getPrototypeOf(subtle) as typeof subtle;
for (const [method, kind] of [
  ['sign', 'signatures'],
  ['verify', 'verifications'],
] as const) {
  const original = prototype[method];
  prototype[method] = function counted(this: unknown, ...args: unknown[]) {
    const { algorithm } = args[1] as CryptoKey;
    note(kind, ALG_OF_WEBCRYPTO[algorithm.name] ?? 'unknown', lengthOf(args.at(-1)));
    return original.apply(this, args);
  };
}
