import { sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { later, secondsAfter } from '../../model/time.js';

/**
 * A value that a client may use once; it is consumed when the code is issued. A type, not an interface, because it is
 * stored as JSON.
 */
export type OnceValue = {
  readonly kind: 'jti' | 'request_uri';
  /** `onceKey` of the value. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
};

/** A value is remembered at least as long as a sign-in may take. */
const MAX_SIGN_IN_SECONDS = 3600;

export function onceValue(kind: OnceValue['kind'], client: Client, value: string, expiresAt: Date): OnceValue {
  return {
    kind,
    key: onceKey(kind, client, value),
    expiresAt: expiresAt.getTime(),
  };
}

/** The digest under which a used value is stored; `kind` separates the values of different kinds of JWT. */
export function onceKey(kind: string, client: Pick<Client, 'generation'>, value: string): string {
  return sha256(JSON.stringify([kind, client.generation, value]));
}

/** Consumes each value, in one round trip each. Of several requests with the same value exactly one succeeds. */
export async function consumeOnce(deps: Deps, values: readonly OnceValue[]): Promise<void> {
  const atLeast = secondsAfter(deps.clock.now(), MAX_SIGN_IN_SECONDS);
  for (const { kind, key, expiresAt } of values) {
    if (!(await deps.store.usedOnce.take(key, later(new Date(expiresAt), atLeast)))) throw ERRORS[kind]();
  }
}

const ERRORS = {
  jti: () => new OAuthError('invalid_request_object', 'The jti of the request object was used before.'),
  request_uri: () => new OAuthError('invalid_request_uri', 'The request_uri was used before.'),
};
