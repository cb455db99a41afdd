import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { SealPlace } from '../../model/server/sealed-secret.js';
import { hasPassed, secondsAfter } from '../../model/time.js';

/** Seconds. */
const LIFETIME = 300;

function placeOf(issuer: Issuer): SealPlace {
  return { record: `issuer:${issuer.generation}`, field: 'dpop-nonce' };
}

/**
 * A nonce that nobody else can make: the time, sealed. Every process knows it, and none has to remember it.
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-8 | RFC 9449 §8}
 */
export function newNonce(deps: Deps, issuer: Issuer): string {
  return deps.keys.seal(String(deps.clock.now().getTime()), placeOf(issuer)).sealed;
}

export function isFreshNonce(deps: Deps, issuer: Issuer, nonce: string): boolean {
  const madeAt = openedTime(deps, issuer, nonce);
  return madeAt !== undefined && !hasPassed(secondsAfter(madeAt, LIFETIME), deps.clock.now());
}

function openedTime(deps: Deps, issuer: Issuer, nonce: string): Date | undefined {
  try {
    return new Date(Number(deps.keys.open({ sealed: nonce }, placeOf(issuer))));
  } catch {
    return undefined;
  }
}
