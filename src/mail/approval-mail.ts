import { type Change, insertion } from '../model/change-set.js';
import type { Deps } from '../model/deps.js';
import type { User } from '../model/people/user.js';
import type { Changes } from '../model/record-store.js';
import { mailLanguage, makeMail, takeMail } from './plan-mail.js';
import { makeVerificationMail, takeVerificationMail } from './verification-mail.js';

/** A mail that says that an account is approved, and the change of the record of the user. */
export interface ApprovalMail {
  readonly changes: readonly Change[];
  readonly userChanges: Pick<Changes<User>, 'emailVerification'>;
}

/**
 * Returns the function that plans the mail to a user whose account is approved. It counts the mail only once, even if the
 * change set has to be planned again. There is no mail if the user has no address, or if a limit is exceeded. The mail
 * contains no text that the user chose. Its link verifies an address that is not verified.
 */
export function approvalMailPlanner(deps: Deps) {
  const counted = new Map<string, Promise<boolean>>();
  return async (user: User): Promise<ApprovalMail> => {
    const { id: userId, email, email_verified, zoneinfo: timeZone } = user;
    if (email === undefined || deps.config.mail === undefined) return NO_MAIL;
    const key = JSON.stringify([email, email_verified]);
    const isBelow = counted.get(key) ?? (email_verified ? takeMail(deps, email) : takeVerificationMail(deps, user));
    counted.set(key, isBelow);
    if (!(await isBelow)) return NO_MAIL;
    if (email_verified) {
      const mail = makeMail(
        deps,
        { recipient: email, userId, language: mailLanguage(user), timeZone },
        { kind: 'ACCOUNT_APPROVED' },
      );
      return { changes: [insertion('mails', mail)], userChanges: {} };
    }
    const { mail, emailVerification } = makeVerificationMail(deps, user, email, 'ACCOUNT_APPROVED');
    return { changes: [mail], userChanges: { emailVerification } };
  };
}

const NO_MAIL: ApprovalMail = { changes: [], userChanges: {} };
