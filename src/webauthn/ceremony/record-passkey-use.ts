import type { Caller, Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { invalidCredential } from './ceremony-errors.js';

export interface PasskeyUse {
  readonly signCount: number;
  readonly backedUp: boolean;
}

/** A counter that does not grow suggests a cloned authenticator. Zero means no counter (WebAuthn Level 3 §6.1.1). */
function isCounterGrowing(before: number, now: number): boolean {
  return now > before || (now === 0 && before === 0);
}

/** More parallel sign-ins with one passkey than a person can start. */
const MAX_ATTEMPTS = 20;

/**
 * Checks and stores the counter, and stores the backup state (WebAuthn Level 3 §7.2 steps 22 and 24). A compare-and-set
 * on the counter, because another tab may use the same passkey at the same time.
 */
export async function recordPasskeyUse(deps: Deps, passkey: Passkey, use: PasskeyUse, caller: Caller): Promise<void> {
  let current: Passkey | undefined = passkey;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (current === undefined) throw invalidCredential('passkey was removed');
    if (!isCounterGrowing(current.signCount, use.signCount)) {
      await recordCounterRefusal(deps, current, use, caller);
      throw invalidCredential('counter');
    }
    if (await deps.store.passkeys.use(current, { ...use, lastUsedAt: deps.clock.now() })) return;
    current = await deps.store.passkeys.find(passkey.id);
  }
  throw invalidCredential('passkey is in use elsewhere');
}

function recordCounterRefusal(deps: Deps, passkey: Passkey, { signCount }: PasskeyUse, caller: Caller): Promise<void> {
  return deps.audit.record({
    type: 'PASSKEY_REFUSED',
    outcome: 'FAILURE',
    userId: passkey.userId,
    resource: 'passkey',
    resourceId: passkey.id,
    ipAddress: caller.ipAddress,
    detail: { reason: 'counter', seen: passkey.signCount, signCount },
  });
}
