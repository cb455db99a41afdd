import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { SealPlace } from '../../model/server/sealed-secret.js';
import { hasPassed, isAheadOfClock, secondsAfter } from '../../model/time.js';

const NONCE_LIFETIME_SECONDS = 300;

function placeOf(issuer: Issuer): SealPlace {
  return { record: `issuer:${issuer.generation}`, field: 'dpop-nonce' };
}

/**
 * Makes a nonce for DPoP proofs: the current time, encrypted with the server's key. Because of the encryption, only
 * this server can make a nonce, and each process of the server can check the nonce without storing it.
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-8 | RFC 9449 §8}
 */
export function makeNonce(deps: Deps, issuer: Issuer): string {
  return deps.keys.seal(String(deps.clock.now().getTime()), placeOf(issuer)).sealed;
}

/** Whether this server made the nonce for this issuer, and the nonce has not expired. */
export function isFreshNonce(deps: Deps, issuer: Issuer, nonce: string): boolean {
  const madeAt = findSealedTime(deps, issuer, nonce);
  const now = deps.clock.now();
  return (
    madeAt !== undefined &&
    !isAheadOfClock(madeAt, now) &&
    !hasPassed(secondsAfter(madeAt, NONCE_LIFETIME_SECONDS), now)
  );
}

function findSealedTime(deps: Deps, issuer: Issuer, nonce: string): Date | undefined {
  try {
    return new Date(Number(deps.keys.open({ sealed: nonce }, placeOf(issuer))));
  } catch {
    return undefined;
  }
}
