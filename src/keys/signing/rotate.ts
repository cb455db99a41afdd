import { LOST_RACE, retryLostRaces } from '../../model/change-record.js';
import { update } from '../../model/change-set.js';
import type { Keys } from '../../model/server/keys.js';
import { type KeyRing, keyRingId, type SigningKey } from '../../model/server/signing-key.js';
import type { Store } from '../../model/store.js';
import type { Sealing } from '../sealing.js';
import { isNextKeyReady, type KeyDeps, keysWithout, newSigningKey, rotatedKeys } from './key-ring.js';

type RotateDeps = Omit<KeyDeps, 'sealing'> & { readonly store: Pick<Store, 'keyRings' | 'commit'> };
type EventOf = Parameters<Keys['rotate']>[2]['event'];

export function makeRotate(deps: RotateDeps, sealing: Sealing): Keys['rotate'] {
  return async (issuer, alg, { compromised, event }) => {
    const ring = await deps.store.keyRings.find(keyRingId(issuer, alg));
    if (ring === undefined) return 'absent';
    const fresh = await newSigningKey({ ...deps, sealing }, ring.id, alg, 'NEXT');
    if (compromised) return discardKey(deps, ring, fresh, event);
    const now = deps.clock.now();
    if (!isNextKeyReady(ring, now)) return 'tooEarly';
    // If another process has just rotated the keys, `storeKeys` stores nothing and returns `false`. The answer is then
    // `tooEarly`, because the new next key has not been published for long enough.
    return (await storeKeys(deps, ring, rotatedKeys(ring, fresh, now), event)) ? 'rotated' : 'tooEarly';
  };
}

/** Removes the active key from its key ring. If another request changes the key ring meanwhile, this function tries again. */
function discardKey(
  deps: RotateDeps,
  { id, keys: seen }: KeyRing,
  fresh: SigningKey,
  event: EventOf,
): Promise<'rotated' | 'absent'> {
  const kid = activeKid(seen);
  return retryLostRaces(async () => {
    const ring = await deps.store.keyRings.find(id);
    if (ring === undefined || kid === null) return 'absent';
    if (!ring.keys.some((key) => key.kid === kid)) return 'rotated';
    const keys = keysWithout(ring, kid, fresh, deps.clock.now());
    return (await storeKeys(deps, ring, keys, event)) ? 'rotated' : LOST_RACE;
  });
}

function storeKeys(deps: RotateDeps, ring: KeyRing, keys: readonly SigningKey[], event: EventOf): Promise<boolean> {
  const kids = { from: activeKid(ring.keys), to: activeKid(keys) };
  return deps.store.commit([update('keyRings', ring, { keys }), event(kids)]);
}

function activeKid(keys: readonly SigningKey[]): string | null {
  return keys.find(({ status }) => status === 'ACTIVE')?.kid ?? null;
}
