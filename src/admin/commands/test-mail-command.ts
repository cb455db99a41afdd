import { deliverMail } from '../../mail/deliver-mail.js';
import { systemCaller } from '../caller-authentication.js';
import { NO_MAIL_SERVER, sendTestMail } from '../mails/test-mail.js';
import type { StoreCommand } from './command.js';

/** Sends a test mail and says what the mail server answered. */
export const testMailCommand: StoreCommand = {
  words: ['ADDRESS'],
  database: 'required',
  refusal: ({ mail }) => (mail === undefined ? `SMTP_URL: ${NO_MAIL_SERVER}` : undefined),
  run: async (deps, [recipient = '']) => {
    const mail = await sendTestMail(deps, systemCaller, { recipient });
    const { host, port } = deps.config.mail ?? {};
    const result = await deliverMail(deps, mail);
    if (result?.state === 'SENT') return `The mail server ${host}:${port} accepted the mail to ${recipient}.`;
    if (result === undefined) return 'The server that runs with this database sends the mail.';
    throw new Error(`SMTP_URL: the mail server ${host}:${port} did not accept the mail: ${result.error}`);
  },
};
