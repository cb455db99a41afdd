import type { Caller, Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { invalidCredential } from './ceremony-errors.js';

export interface PasskeyUse {
  readonly signCount: number;
  readonly backedUp: boolean;
}

/**
 * Whether the signature counter has grown. If not, the authenticator may have been cloned. An authenticator without a
 * counter always sends zero (WebAuthn Level 3 §6.1.1).
 */
function isCounterGrowing(before: number, now: number): boolean {
  return now > before || (now === 0 && before === 0);
}

/**
 * How often to try again if other sign-ins with the same passkey write at the same time. A person cannot start that
 * many.
 */
const MAX_ATTEMPTS = 20;

/**
 * Checks the signature counter and stores it with the backup state (WebAuthn Level 3 §7.2 steps 22 and 24). The counter
 * is written by compare-and-set, because another tab may use the same passkey at the same time.
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
