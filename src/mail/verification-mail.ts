import { mailboxOf } from '../access/names/mailbox.js';
import { handleText, newSecret, sha256 } from '../keys/secrets.js';
import { type Change, insertion } from '../model/change-set.js';
import type { Deps } from '../model/deps.js';
import type { EmailVerification, User } from '../model/people/user.js';
import { secondsAfter } from '../model/time.js';
import { mailLanguage, makeMail, takeMail } from './plan-mail.js';

/** The link in a verification mail works for a day. */
const LINK_SECONDS = 86_400;

/**
 * Counts a verification mail towards the limits of the user who asks for it and of its recipient. Returns `false` if a
 * limit is exceeded. Both limits are low, because a visitor can enter the address of any person. A user who exceeds their
 * own limit does not use up that of an address.
 */
export async function takeVerificationMail(deps: Deps, { id, email }: Pick<User, 'id' | 'email'>): Promise<boolean> {
  const address = email ?? '';
  return (
    (await deps.limits.take('verificationMail', `user ${id}`)) &&
    (await deps.limits.take('verificationMail', `address ${mailboxOf(address)}`)) &&
    takeMail(deps, address)
  );
}

/** A verification mail: the value to store in the record of the user, and the change that stores the mail. */
export interface VerificationMail {
  readonly emailVerification: EmailVerification;
  readonly mail: Change;
}

/**
 * Makes the mail with which a user verifies an e-mail address, and which can also say that the account is approved. It
 * contains no text that the user chose, because the
 * address may belong to another person.
 */
export function makeVerificationMail(
  deps: Pick<Deps, 'keys' | 'clock' | 'random'>,
  { id: userId, ...user }: Pick<User, 'id' | 'locale' | 'language'>,
  email: string,
  kind: 'EMAIL_VERIFICATION' | 'ACCOUNT_APPROVED' = 'EMAIL_VERIFICATION',
): VerificationMail {
  const secret = newSecret(deps.random);
  const expiresAt = secondsAfter(deps.clock.now(), LINK_SECONDS).getTime();
  const facts = { kind, code: handleText({ id: accountMark(userId), secret }) };
  return {
    emailVerification: { secretHash: sha256(secret), email, expiresAt },
    mail: insertion('mails', makeMail(deps, { recipient: email, userId, language: mailLanguage(user) }, facts)),
  };
}

/** A new user, and the address that the user entered. */
export type NewRecipient = Pick<User, 'id' | 'email'>;

/**
 * Returns the function that plans the mail for a new user. It makes and counts the mail only once, even if the change
 * set has to be planned again.
 */
export function firstVerificationPlanner(deps: Deps, language: string | undefined) {
  let planned: Promise<VerificationMail | undefined> | undefined;
  return (recipient: NewRecipient) => {
    planned ??= planFirstVerification(deps, recipient, language);
    return planned;
  };
}

/**
 * Makes the mail for the address that a new user entered, in the language of the page. Returns `undefined` if there is
 * no address, if the server sends no mails, or if the address got too many mails.
 */
async function planFirstVerification(
  deps: Deps,
  { id, email }: NewRecipient,
  language: string | undefined,
): Promise<VerificationMail | undefined> {
  if (email === undefined || deps.config.mail === undefined) return undefined;
  return (await takeVerificationMail(deps, { id, email }))
    ? makeVerificationMail(deps, { id, language }, email)
    : undefined;
}

/** The event of a mail to a new user. */
export function verificationSent(userId: string) {
  return { type: 'EMAIL_VERIFICATION_SENT', resource: 'user', resourceId: userId } as const;
}

const MARK_LENGTH = 22;

/** The first part of the code in the link. With it, a page can say that the link belongs to another account. */
export function accountMark(userId: string): string {
  return sha256(JSON.stringify(['verification mail', userId])).slice(0, MARK_LENGTH);
}
