import { LOST_RACE, retryLostRaces } from '../model/change-record.js';
import type { Clock } from '../model/deps.js';
import type { Keys } from '../model/server/keys.js';
import { type KeyRing, keyRingId, type SigningKey } from '../model/server/signing-key.js';
import type { Store } from '../model/store.js';
import { isNextKeyReady, keysWithout, newSigningKey, rotatedKeys } from './key-ring.js';
import type { Sealing } from './sealing.js';

type RotateDeps = { readonly store: Pick<Store, 'keyRings'>; readonly clock: Clock };

export function makeRotate(deps: RotateDeps, sealing: Sealing): Keys['rotate'] {
  return async (issuer, alg, compromised) => {
    const ring = await deps.store.keyRings.find(keyRingId(issuer, alg));
    if (ring === undefined) return 'absent';
    const fresh = await newSigningKey({ sealing, clock: deps.clock }, ring.id, alg, 'NEXT');
    if (compromised) return discardKey(deps, ring, ring.keys.find(({ status }) => status === 'ACTIVE')?.kid, fresh);
    const now = deps.clock.now();
    if (!isNextKeyReady(ring, now)) return 'tooEarly';
    // The update fails if another process has just rotated the keys. This function then does nothing, because the new
    // next key has not been published for long enough.
    return (await deps.store.keyRings.update(ring, { keys: rotatedKeys(ring, fresh, now) })) ? 'rotated' : 'tooEarly';
  };
}

/** Removes a key from its key ring. If another request changes the key ring meanwhile, this function tries again. */
function discardKey(
  deps: RotateDeps,
  { id }: KeyRing,
  kid: string | undefined,
  fresh: SigningKey,
): Promise<'rotated' | 'absent'> {
  return retryLostRaces(async () => {
    const ring = await deps.store.keyRings.find(id);
    if (ring === undefined || kid === undefined) return 'absent';
    if (!ring.keys.some((key) => key.kid === kid)) return 'rotated';
    const keys = keysWithout(ring, kid, fresh, deps.clock.now());
    return (await deps.store.keyRings.update(ring, { keys })) === undefined ? LOST_RACE : 'rotated';
  });
}
