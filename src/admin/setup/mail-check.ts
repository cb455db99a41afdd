import { isNativeError } from 'node:util/types';
import type { MailConfig } from '../../model/config.js';
import type { Mail, MailState } from '../../model/server/mail.js';
import { counted, type Finding, failed, ok, timeText, warning } from './finding.js';
import type { CheckDeps } from './surroundings.js';

type MailDeps = Pick<CheckDeps, 'config' | 'store' | 'mailer'>;

/** Whether the mail server accepts this server, and whether the last mails were sent. */
export async function checkMail(deps: MailDeps): Promise<Finding> {
  const { mail } = deps.config;
  if (mail === undefined || deps.mailer === undefined)
    return ok('The server sends no mails, because SMTP_URL is not set. You pass on links to new users yourself.');
  const [refusal, sent, lost, waiting, count] = await Promise.all([
    deps.mailer.check().then(() => undefined, reasonOf),
    latest(deps, 'SENT'),
    latest(deps, 'FAILED'),
    latest(deps, 'WAITING'),
    deps.store.mails.count({ state: 'FAILED' }),
  ]);
  const server = `The mail server ${mail.host}:${mail.port}`;
  if (refusal !== undefined)
    return failed(`${server} cannot be used: ${refusal}. Check SMTP_URL, then run npm run test-mail -- ADDRESS.`);
  const history = `${sent?.sentAt === undefined ? 'No mail was sent in the last 30 days' : `The last mail was sent on ${timeText(sent.sentAt)}`}; ${counted(count, 'mail')} failed in the last 30 days.`;
  if (waiting?.error !== undefined)
    return withError(warning(`${server} answers, but mails wait because an attempt failed. ${history}`), waiting);
  if (lost !== undefined && isLater(lost, sent))
    return withError(
      warning(`${server} answers, but the last mail failed. ${history} Run npm run test-mail -- ADDRESS.`),
      lost,
    );
  if (sendsOpenly(mail))
    return warning(
      `${server} answers. Mails are sent to it without encryption: remove ?tls=off from SMTP_URL. ${history}`,
    );
  return ok(`${server} answers. ${history}`);
}

async function latest({ store }: MailDeps, state: MailState): Promise<Mail | undefined> {
  return (await store.mails.page({ first: 1 }, { state })).items[0]?.record;
}

function isLater(lost: Mail, sent: Mail | undefined): boolean {
  return sent === undefined || lost.createdAt > sent.createdAt;
}

/** The answer of a mail server can contain the address of the recipient. */
function withError(finding: Finding, { error }: Mail): Finding {
  return error === undefined
    ? finding
    : { ...finding, more: { permission: 'users:read', text: `The reason: ${error}` } };
}

function sendsOpenly({ tls, host }: MailConfig): boolean {
  return tls === 'off' && !['localhost', '127.0.0.1', '::1'].includes(host);
}

const MAX_REASON_LENGTH = 300;

function reasonOf(error: unknown): string {
  const text = isNativeError(error) ? error.message : String(error);
  return text
    .replace(/\p{C}+/gu, ' ')
    .replace(/\.$/, '')
    .slice(0, MAX_REASON_LENGTH);
}
