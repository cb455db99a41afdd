import { sha256 } from '../../keys/secrets.js';
import { type Change, insertion } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { later, secondsAfter } from '../../model/time.js';

/**
 * A `jti` or `request_uri` that a client can use only once. The server marks the value as used when it issues the
 * authorization code.
 */
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
 * Returns the changes that mark the values as used. Their change set fails if a value was used before, so that of
 * several requests with the same value only one succeeds.
 */
export function onceChanges(deps: Deps, values: readonly OnceValue[]): Change[] {
  const atLeast = secondsAfter(deps.clock.now(), MAX_SIGN_IN_SECONDS);
  return values.map(({ key, expiresAt }) =>
    insertion('usedOnce', { id: key, expiresAt: later(new Date(expiresAt), atLeast) }),
  );
}

/** @throws OAuthError if a value was used before */
export async function checkUnused(deps: Deps, values: readonly OnceValue[]): Promise<void> {
  for (const { kind, key } of values) if ((await deps.store.usedOnce.findUse(key)) !== undefined) throw ERRORS[kind]();
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
