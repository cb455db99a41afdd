import pMap from 'p-map';
import { deliverMail } from '../mail/deliver-mail.js';
import type { Deps } from '../model/deps.js';
import { abortable } from './abortable.js';
import type { Job } from './start-jobs.js';

const INTERVAL_SECONDS = 1;
/** Without a mail server, the job only ends mails that have waited for a day. */
const IDLE_INTERVAL_SECONDS = 60;
const MAX_PER_RUN = 20;
/** Mail servers often refuse many connections of one sender at the same time. */
const MAX_CONCURRENT = 4;
/** Longer than all attempts of a run take if the mail server does not answer. */
const LIMIT_SECONDS = 300;

const NO_TLS = 'SMTP_URL has tls=off: others on the network can read the mails and the password of the mail server';

/** Sends the mails that wait, so that no response waits for the mail server. Warns at the start if there is no TLS. */
export function mailJob(deps: Deps): Job {
  if (deps.config.mail?.tls === 'off') deps.log.warn({}, NO_TLS);
  return {
    name: 'mails',
    everySeconds: deps.mailer === undefined ? IDLE_INTERVAL_SECONDS : INTERVAL_SECONDS,
    limitSeconds: LIMIT_SECONDS,
    run: (signal) => deliverMails(abortable(deps, signal), signal),
  };
}

export async function deliverMails(deps: Deps, signal?: AbortSignal): Promise<void> {
  const due = await deps.store.mails.due(deps.clock.now(), MAX_PER_RUN);
  // A database error in one delivery must not stop the other deliveries.
  await pMap(due, (mail) => deliverMail(deps, mail, signal), { concurrency: MAX_CONCURRENT, stopOnError: false });
}
