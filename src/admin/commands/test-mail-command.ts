import { deliverMailOnce } from '../../mail/deliver-mail.js';
import { AdminError } from '../../model/errors.js';
import { systemCaller } from '../caller-authentication.js';
import { NO_MAIL_SERVER, sendTestMail } from '../mails/test-mail.js';
import type { StoreCommand } from './command.js';

/** Sends a test mail and says what the mail server answered. */
export const testMailCommand: StoreCommand = {
  words: ['ADDRESS'],
  database: 'required',
  refusal: ({ mail }) => (mail === undefined ? `SMTP_URL: ${NO_MAIL_SERVER}` : undefined),
  run: async (deps, [recipient = '']) => {
    const mail = await sendTestMail(deps, systemCaller, { recipient }, { isLeftToCaller: true });
    const { host, port, tls } = deps.config.mail ?? {};
    const result = await deliverMailOnce(deps, mail);
    if (result === 'SENT') return `The mail server ${host}:${port} accepted the mail to ${recipient}.`;
    if (result === undefined) return 'The server that runs with this database sends the mail.';
    const { reason, isRefused } = result;
    if (isRefused)
      throw new AdminError('CONFLICT', `The mail server ${host}:${port} refused the mail to ${recipient}: ${reason}`);
    const hint = tls === 'starttls' && /STARTTLS/i.test(reason) ? NO_TLS : '';
    throw new Error(`SMTP_URL: the mail server ${host}:${port} did not accept the mail: ${reason}${hint}`);
  },
};

const NO_TLS = ' If the mail server has no TLS and is on this machine, add ?tls=off.';
