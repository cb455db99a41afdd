import { recoveryInvalid } from '../ceremony/ceremony-errors.js';
import { epochsAfterEnrolment, listPasskey, userToSignIn } from '../passkeys/list-passkey.js';
import { settleOwner } from '../passkeys/owners.js';
import type { Enrol } from './enrol.js';
import { isCodeHashOf } from './recovery-codes.js';

/**
 * Registers a passkey with a recovery code. One write lists the passkey, consumes the code and ends all sessions, grants,
 * API keys and enrolment links, so that a thief of the lost device has no access. If several requests with one code race, exactly one
 * succeeds.
 */
export const enrolByRecovery: Enrol<'recovery'> = async (deps, { codeHash }, { passkey, before }) => {
  if (before === undefined || !isCodeHashOf(before, codeHash)) throw usedCode();
  const listed = await listPasskey(deps, passkey, {
    absent: usedCode,
    guard: (user) => {
      if (!isCodeHashOf(user, codeHash)) throw usedCode();
      return {
        recoveryCodeHashes: user.recoveryCodeHashes.filter((hash) => hash !== codeHash),
        ...epochsAfterEnrolment(user),
      };
    },
  });
  const { id, recoveryCodeHashes } = listed.after;
  await settleOwner(deps, id);
  return {
    user: userToSignIn(listed, before),
    next: '/account?at=passkeys&done=recovered',
    events: [
      { type: 'RECOVERY_CODE_USED', resource: 'user', resourceId: id, detail: { left: recoveryCodeHashes.length } },
    ],
  };
};

function usedCode() {
  return recoveryInvalid('used recovery code');
}
