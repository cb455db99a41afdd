import type { Caller, Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { refusal } from './refusal.js';

/** WebAuthn Level 3 §6.1.1: a counter that does not grow is a sign of a second copy, unless there is no counter. */
export function isCounterGrowing(seen: number, now: number): boolean {
  return now > seen || (now === 0 && seen === 0);
}

/**
 * WebAuthn Level 3 §7.2 steps 22 and 24: the counter grows, and is kept with the backup state. Compare-and-set on
 * the counter, tried again where the same passkey was used in another tab meanwhile.
 */
export async function recordPasskeyUse(
  deps: Deps,
  passkey: Passkey,
  use: { readonly signCount: number; readonly backedUp: boolean },
  caller: Caller,
): Promise<void> {
  if (!isCounterGrowing(passkey.signCount, use.signCount)) {
    await deps.audit.record({
      type: 'PASSKEY_REFUSED',
      outcome: 'FAILURE',
      userId: passkey.userId,
      resource: 'passkey',
      resourceId: passkey.id,
      ipAddress: caller.ipAddress,
      detail: { reason: 'counter', seen: passkey.signCount, signCount: use.signCount },
    });
    throw refusal('counter');
  }
  if (await deps.store.passkeys.use(passkey, { ...use, lastUsedAt: deps.clock.now() })) return;
  const current = await deps.store.passkeys.find(passkey.id);
  if (current === undefined) throw refusal('passkey was removed');
  await recordPasskeyUse(deps, current, use, caller);
}
