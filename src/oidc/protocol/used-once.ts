import { sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { later, secondsAfter } from '../../model/time.js';

/** A `jti` or `request_uri` that a client can use only once. It is consumed when the authorization code is issued. */
export type OnceValue = {
  readonly kind: 'jti' | 'request_uri';
  /** The digest of the value, as returned by `onceKey`. */
  readonly key: string;
  /** The time when the value expires, in milliseconds since 1970. */
  readonly expiresAt: number;
};

/**
 * Used values are stored for at least this long, because a request that contains them can wait this long for the user
 * to sign in.
 */
const MAX_SIGN_IN_SECONDS = 3600;

export function onceValue(kind: OnceValue['kind'], client: Client, value: string, expiresAt: Date): OnceValue {
  return {
    kind,
    key: onceKey(kind, client, value),
    expiresAt: expiresAt.getTime(),
  };
}

/**
 * Returns the digest under which a used value is stored. The digest includes `kind`, so that equal values of two kinds
 * do not collide.
 */
export function onceKey(kind: string, client: Pick<Client, 'generation'>, value: string): string {
  return sha256(JSON.stringify([kind, client.generation, value]));
}

/**
 * Marks each value as used, with one database operation per value. If several requests send the same value, only one
 * request succeeds.
 *
 * @throws OAuthError if a value was used before
 */
export async function consumeOnce(deps: Deps, values: readonly OnceValue[]): Promise<void> {
  const atLeast = secondsAfter(deps.clock.now(), MAX_SIGN_IN_SECONDS);
  for (const { kind, key, expiresAt } of values) {
    if (!(await deps.store.usedOnce.take(key, later(new Date(expiresAt), atLeast)))) throw ERRORS[kind]();
  }
}

const ERRORS = {
  jti: () =>
    new OAuthError(
      'invalid_request_object',
      'The jti of the request object was used before. Make a new request object.',
      { parameter: 'request' },
    ),
  request_uri: () =>
    new OAuthError(
      'invalid_request_uri',
      'The request_uri was used before. Send a new pushed authorization request (PAR).',
      {
        parameter: 'request_uri',
      },
    ),
};
