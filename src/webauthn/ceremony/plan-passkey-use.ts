import { type Change, updateIf } from '../../model/change-set.js';
import type { Caller, Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { invalidCredential } from './ceremony-errors.js';

/** The values of a verified assertion that are stored in the passkey's record. */
export type PasskeyUse = Pick<Passkey, 'signCount' | 'backupEligible' | 'backedUp'>;

/**
 * Whether the signature counter has grown. If it has not grown, the authenticator may have been cloned. An
 * authenticator without a counter always sends zero (WebAuthn Level 3 §6.1.1), so two zeros are accepted.
 */
function isCounterGrowing(before: number, now: number): boolean {
  return now > before || (now === 0 && before === 0);
}

/**
 * Whether a signature counter that does not grow is accepted. It is accepted for synced passkeys, because each device
 * has its own counter (WebAuthn Level 3 §6.1.1). `passkey` must be the record from before the sign-in: an attacker with
 * a copied key could claim in the sign-in that the passkey is synced.
 */
function isCounterForgiven({ config }: Deps, passkey: Passkey): boolean {
  return passkey.backupEligible && config.attestation === 'none';
}

/**
 * The changes to store after a verified sign-in (`changes`), and the passkey with these changes (`passkey`). The `amr`
 * and the `acr` of the sign-in are made from this passkey.
 */
export interface PasskeyUsePlan {
  readonly changes: readonly Change[];
  readonly passkey: Passkey;
  /** Whether the passkey was bound to one device until this sign-in. */
  readonly becameSynced: boolean;
}

/**
 * Checks the signature counter, and plans to store the counter and the backup state (WebAuthn Level 3 §7.2 steps 22 and
 * 24). `verified` is the passkey record with which the assertion was verified. `current` can be newer, because another
 * tab may have used the passkey in the meantime.
 */
export async function planPasskeyUse(
  deps: Deps,
  { verified, current }: { readonly verified: Passkey; readonly current: Passkey },
  use: PasskeyUse,
  caller: Caller,
): Promise<PasskeyUsePlan> {
  if (!isCounterGrowing(current.signCount, use.signCount) && !isCounterForgiven(deps, verified)) {
    await recordCounterRefusal(deps, current, use, caller);
    throw invalidCredential('counter');
  }
  if (current.backupEligible && !use.backupEligible) throw invalidCredential('backup eligibility changed');
  const now = deps.clock.now();
  const becameSynced = use.backupEligible && !current.backupEligible;
  const changes = { ...use, lastUsedAt: now, ...(becameSynced && { syncedSince: now }) };
  const { id, userId, signCount, backupEligible, generation = null } = current;
  return {
    changes: [
      updateIf('passkeys', { id, userId, signCount, backupEligible, generation }, changes),
      ...(becameSynced ? [becameSyncedEvent(deps, current, caller)] : []),
    ],
    passkey: { ...current, ...changes },
    becameSynced,
  };
}

function becameSyncedEvent(deps: Deps, { id, userId }: Passkey, { ipAddress }: Caller): Change {
  return deps.audit.insertion({
    type: 'UPDATED',
    actorKind: 'USER',
    actorId: userId,
    userId,
    resource: 'passkey',
    resourceId: id,
    ipAddress,
    detail: { changed: ['backupEligible'], from: { backupEligible: false }, to: { backupEligible: true } },
  });
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
