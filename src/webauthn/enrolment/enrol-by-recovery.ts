import { recoveryInvalid } from '../ceremony/ceremony-errors.js';
import { AFTER_RECOVERY } from '../ceremony/next-page.js';
import { recoveredPath } from '../ceremony/sign-in-check.js';
import { cancelledDeletion, changesAfterEnrolment, planListing, userToSignIn } from '../passkeys/list-passkey.js';
import { ownersChange } from '../passkeys/owners.js';
import type { Enrol } from './enrol.js';
import { isCodeHashOf } from './recovery-codes.js';

/**
 * Registers a passkey with a recovery code, which works only once. The registration ends all sessions, grants, API keys
 * and enrolment links of the user, so that a thief of a lost device has no access.
 */
export const enrolByRecovery: Enrol<'recovery'> = async (
  deps,
  { codeHash },
  { passkey, before, open, browserHash, language },
) => {
  if (before === undefined || !isCodeHashOf(before, codeHash)) throw usedCode();
  const { changes, result: listed } = await planListing(deps, passkey, {
    absent: usedCode,
    place: { browserHash },
    guard: (user) => {
      if (!isCodeHashOf(user, codeHash)) throw usedCode();
      return {
        recoveryCodeHashes: user.recoveryCodeHashes.filter((hash) => hash !== codeHash),
        ...changesAfterEnrolment(user),
        lastSignInAt: deps.clock.now(),
        language: user.language ?? language,
      };
    },
  });
  const { id, recoveryCodeHashes } = listed.after;
  return {
    changes: [...changes, ...(await ownersChange(deps, listed.before, listed.after))],
    user: userToSignIn(listed, before),
    next: AFTER_RECOVERY,
    nextInSignIn: open && recoveredPath(open),
    events: [
      { type: 'RECOVERY_CODE_USED', resource: 'user', resourceId: id, detail: { left: recoveryCodeHashes.length } },
      ...cancelledDeletion(listed.before),
    ],
  };
};

function usedCode() {
  return recoveryInvalid('used recovery code');
}
