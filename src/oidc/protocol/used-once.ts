import { sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { later, secondsAfter } from '../../model/time.js';

/** A value that counts once, of one client; taken when the code is issued. A type, not an interface: stored as JSON. */
export type OnceValue = {
  readonly kind: 'jti' | 'request_uri';
  /** Digest of the value. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
};

/** Seconds that a request may be on its way to a code: a value is remembered at least as long. */
const LONGEST_SIGN_IN = 3600;

export function onceValue(kind: OnceValue['kind'], client: Client, value: string, expiresAt: Date): OnceValue {
  return {
    kind,
    key: onceKey(kind, client, value),
    expiresAt: expiresAt.getTime(),
  };
}

/** The digest under which a client's value is taken; `kind` keeps what is taken here and there apart. */
export function onceKey(kind: string, client: Pick<Client, 'generation'>, value: string): string {
  return sha256(JSON.stringify([kind, client.generation, value]));
}

/** Takes each: one round trip for each. Of several requests with the same value exactly one goes on. */
export async function takeOnce(deps: Deps, values: readonly OnceValue[]): Promise<void> {
  const atLeast = secondsAfter(deps.clock.now(), LONGEST_SIGN_IN);
  for (const { kind, key, expiresAt } of values) {
    if (!(await deps.store.usedOnce.take(key, later(new Date(expiresAt), atLeast)))) throw REFUSALS[kind]();
  }
}

const REFUSALS = {
  jti: () => new OAuthError('invalid_request_object', 'The jti of the request object was used before.'),
  request_uri: () => new OAuthError('invalid_request_uri', 'The request_uri was used before.'),
};
