/*
 * This folder sends test mails and links for administrators. `src/mail` writes and sends all mails. To understand this
 * folder, read this file first.
 */

import { z } from 'zod';
import { isEmailAddress } from '../../mail/email-address.js';
import { makeMail, takeMail } from '../../mail/plan-mail.js';
import { insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { Mail } from '../../model/server/mail.js';
import { secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';

const testMailInput = z.object({
  recipient: z.string().refine(isEmailAddress, 'must be an e-mail address'),
});

/** The text for a server that sends no mails. */
export const NO_MAIL_SERVER = 'The server sends no mails. Set SMTP_URL and MAIL_FROM, then restart it.';

/** A command sends its test mail itself, so the jobs of servers leave the mail alone for this long. */
const LEFT_TO_COMMAND_SECONDS = 60;

/**
 * Stores a test mail, which a job then sends. The result of the delivery is in the record. If `isLeftToCaller`, the
 * caller sends the mail at once.
 *
 * @throws AdminError `CONFLICT` if no mail server is set up, `RATE_LIMITED` if the recipient got or the caller sent too
 *   many mails
 */
export async function sendTestMail(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof testMailInput>,
  { isLeftToCaller = false } = {},
): Promise<Mail> {
  checkPermission(caller, 'users:write');
  const { recipient } = parseInput(testMailInput, input);
  if (deps.config.mail === undefined) throw new AdminError('CONFLICT', NO_MAIL_SERVER);
  await checkCallerLimit(deps, caller, 'testMail');
  if (!(await takeMail(deps, recipient))) throw tooManyMails('recipient');
  const made = makeMail(deps, { recipient }, { kind: 'TEST' });
  const mail = isLeftToCaller
    ? { ...made, nextAttemptAt: secondsAfter(deps.clock.now(), LEFT_TO_COMMAND_SECONDS) }
    : made;
  const event = eventOf(deps, caller, { type: 'CREATED', resource: 'mail', resourceId: mail.id });
  if (!(await deps.store.commit([insertion('mails', mail), event])))
    throw new Error('The test mail has the id of another mail. This is a bug.');
  return mail;
}

export function tooManyMails(field: string): AdminError {
  return new AdminError('RATE_LIMITED', 'This recipient got too many mails. Wait one hour, then try again.', field);
}

const SENT = { testMail: '20 test mails', linkMail: '300 links' };

/**
 * Counts a mail that the caller sends. A command that runs on the server has no limit.
 *
 * @throws AdminError `RATE_LIMITED`
 */
export async function checkCallerLimit(
  { limits }: Pick<Deps, 'limits'>,
  { kind, id }: AdminCaller,
  limit: keyof typeof SENT,
): Promise<void> {
  if (kind === undefined || (await limits.take(limit, `${kind} ${id}`))) return;
  throw new AdminError('RATE_LIMITED', `This caller sent ${SENT[limit]} in an hour. Wait one hour, then try again.`);
}
