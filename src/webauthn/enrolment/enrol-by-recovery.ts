import { recoveryInvalid } from '../ceremony/refusal.js';
import { listPasskey, signedInBy } from '../passkeys/list-passkey.js';
import { settleOwner } from '../passkeys/owners.js';
import type { Enrol } from './enrol.js';
import { isCodeHashOf } from './recovery-codes.js';

/**
 * A passkey by a recovery code. The write that lists it takes the code, and ends the sessions and grants that there
 * were: whoever holds the lost device has nothing of it. Of several at once with one code exactly one gets a passkey.
 */
export const enrolByRecovery: Enrol<'recovery'> = async (deps, { codeHash }, { passkey, before }) => {
  if (before === undefined || !isCodeHashOf(before, codeHash)) throw recoveryInvalid('used recovery code');
  const listed = await listPasskey(deps, passkey, (user) =>
    isCodeHashOf(user, codeHash)
      ? {
          recoveryCodeHashes: user.recoveryCodeHashes.filter((hash) => hash !== codeHash),
          sessionEpoch: user.sessionEpoch + 1,
          grantEpoch: user.grantEpoch + 1,
        }
      : undefined,
  );
  if (listed === undefined) throw recoveryInvalid('used recovery code');
  const { after: user } = listed;
  await settleOwner(deps, user.id);
  const detail = { left: user.recoveryCodeHashes.length };
  return {
    user: signedInBy(listed, before),
    next: '/account?at=passkeys&done=recovered',
    events: [{ type: 'RECOVERY_CODE_USED', resource: 'user', resourceId: user.id, detail }],
  };
};
