import { reportCode } from '../access/sessions/reported-session.js';
import type { Session } from '../model/access/session.js';
import type { Change } from '../model/change-set.js';
import type { Caller, Deps } from '../model/deps.js';
import type { User } from '../model/people/user.js';
import type { MailFacts, Occurrence } from '../model/server/mail.js';
import { mailLanguage, planMail } from './plan-mail.js';

/**
 * Returns the change that tells the user by mail what happened to the account. Only a verified address gets notices,
 * because they contain texts that users chose. If a mail with the same `onceKey` exists, the change fails.
 */
export async function planNotice(deps: Deps, user: User, facts: MailFacts, onceKey?: string): Promise<Change[]> {
  const { id: userId, email, email_verified, zoneinfo: timeZone } = user;
  if (email === undefined || !email_verified) return [];
  return planMail(deps, { recipient: email, userId, language: mailLanguage(user), timeZone, onceKey }, facts);
}

/**
 * Returns the change that tells the user at the earlier address that the account has another address, or none. If the
 * address is the same, there is no mail.
 */
export async function planEmailNotice(
  deps: Deps,
  before: User,
  after: Pick<User, 'email'>,
  occurred: Occurrence,
): Promise<Change[]> {
  return before.email === after.email ? [] : planNotice(deps, before, { kind: 'EMAIL_CHANGED', ...occurred });
}

/**
 * Describes when and where something happened, for a notice. `session` is the session in which it happened, which the
 * user can end with a link in the mail. If it is absent, an administrator did it.
 */
export function occurrence(
  deps: Pick<Deps, 'keys' | 'clock'>,
  { username }: Pick<User, 'username'>,
  { ipAddress, userAgent }: Caller,
  session: Pick<Session, 'id'> | undefined,
): Occurrence {
  const at = deps.clock.now().getTime();
  if (session === undefined) return { username, at };
  return { username, at, ipAddress, userAgent: userAgent?.slice(0, 512), reportCode: reportCode(deps, session) };
}
