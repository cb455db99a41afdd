import { makeMail, takeMail } from '../../mail/plan-mail.js';
import { type Change, insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkCallerLimit, NO_MAIL_SERVER, tooManyMails } from './test-mail.js';

/** A new link, and to whom it is sent. */
export interface LinkMail {
  readonly kind: 'INVITATION' | 'ENROLMENT_LINK';
  readonly recipient: string;
  readonly userId?: string | undefined;
  readonly language?: string | undefined;
  readonly timeZone?: string | undefined;
}

/**
 * Checks that a caller can send a link to an address, and counts the mail.
 *
 * @throws AdminError `CONFLICT` if no mail server is set up, `RATE_LIMITED` if the recipient got or the caller sent too
 *   many mails
 */
export async function checkLinkMail(deps: Deps, caller: AdminCaller, recipient: string, field: string): Promise<void> {
  if (deps.config.mail === undefined) throw new AdminError('CONFLICT', NO_MAIL_SERVER, field);
  await checkCallerLimit(deps, caller, 'linkMail');
  if (!(await takeMail(deps, recipient))) throw tooManyMails(field);
}

/** Returns the change that sends a link, for the change set that creates the link. */
export function sendLink(
  deps: Deps,
  { kind, ...addressee }: LinkMail,
  { url, expiresAt }: { readonly url: string; readonly expiresAt: Date },
): Change {
  const facts = { kind, url, expiresAt: expiresAt.getTime() };
  return insertion('mails', makeMail(deps, { ...addressee, uselessAt: expiresAt }, facts));
}
