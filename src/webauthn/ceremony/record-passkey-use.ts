import type { Caller, Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { invalidCredential } from './ceremony-errors.js';

/** The values of a verified assertion that are stored in the passkey's record. */
export type PasskeyUse = Pick<Passkey, 'signCount' | 'backupEligible' | 'backedUp'>;

/**
 * Whether the signature counter has grown. If it has not, the authenticator may have been cloned. An authenticator
 * without a counter always sends zero (WebAuthn Level 3 §6.1.1).
 */
function isCounterGrowing(before: number, now: number): boolean {
  return now > before || (now === 0 && before === 0);
}

/**
 * Whether a counter that does not grow is accepted. This is for synced passkeys, because each device has its own
 * counter (WebAuthn Level 3 §6.1.1). `passkey` is the record from before the sign-in, so an attacker with a copied key
 * cannot simply claim that the passkey is synced.
 */
function isCounterForgiven({ config }: Deps, passkey: Passkey): boolean {
  return passkey.backupEligible && config.attestation === 'none';
}

/**
 * How often to try again if other sign-ins with the same passkey change its record at the same time. One person cannot
 * start that many sign-ins at once.
 */
const MAX_ATTEMPTS = 20;

/**
 * Checks the signature counter and stores it with the backup state (WebAuthn Level 3 §7.2 steps 22 and 24). Returns the
 * updated passkey. The record is written by compare-and-set, because another tab may sign in with the same passkey at
 * the same time.
 */
export async function recordPasskeyUse(
  deps: Deps,
  passkey: Passkey,
  use: PasskeyUse,
  caller: Caller,
): Promise<Passkey> {
  let current: Passkey | undefined = passkey;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (current === undefined) throw invalidCredential('passkey was removed');
    if (!isCounterGrowing(current.signCount, use.signCount) && !isCounterForgiven(deps, passkey)) {
      await recordCounterRefusal(deps, current, use, caller);
      throw invalidCredential('counter');
    }
    if (current.backupEligible && !use.backupEligible) throw invalidCredential('backup eligibility changed');
    const now = deps.clock.now();
    const becameSynced = use.backupEligible && !current.backupEligible;
    const changes = { ...use, lastUsedAt: now, ...(becameSynced && { syncedSince: now }) };
    if (await deps.store.passkeys.use(current, changes)) {
      if (becameSynced) await recordBecameSynced(deps, passkey, caller);
      return { ...current, ...changes };
    }
    current = await deps.store.passkeys.find(passkey.id);
  }
  throw invalidCredential('passkey is in use elsewhere');
}

function recordBecameSynced(deps: Deps, { id, userId }: Passkey, { ipAddress }: Caller): Promise<void> {
  return deps.audit.record({
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
