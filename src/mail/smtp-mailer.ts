import { createTransport, type NodemailerError, type SMTPTransportOptions } from 'nodemailer';
import type { Config, MailConfig } from '../model/config.js';
import type { Mailer } from '../model/deps.js';
import { MailRefusedError } from '../model/errors.js';
import type { MailContent } from '../model/server/mail.js';
import { isSendable } from './email-address.js';

/** A mail as its recipient sees it. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The images that the HTML contains, so that a mail program loads nothing from a server. */
  readonly images: readonly { readonly cid: string; readonly type: string; readonly body: Buffer }[];
}

export type RenderMail = (content: MailContent) => Promise<RenderedMail>;

/** Milliseconds without an answer of the mail server. */
const TIMEOUTS = { dnsTimeout: 5_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
/** The longest time for a whole mail. It is shorter than the pause after which another process may send the mail. */
const SEND_TIMEOUT_MS = 45_000;

/**
 * Makes the function that sends mails to the mail server. `trusted` are certificates of authorities that are trusted
 * instead of the well-known ones.
 */
export function makeSmtpMailer(
  config: Pick<Config, 'rpName' | 'issuer'>,
  mail: MailConfig,
  render: RenderMail,
  trusted?: string,
): Mailer {
  const transport = createTransport(optionsOf(mail, new URL(config.issuer).hostname, trusted));
  const domain = mail.from.address.split('@').at(-1);
  return {
    send: async ({ id, recipient }, content, signal) => {
      // The library takes some texts for several addresses, and would send the mail to all of them.
      if (!isSendable(recipient)) throw new MailRefusedError('The recipient is not a single e-mail address.');
      const { images, ...texts } = await render(content);
      const from = { name: mail.from.name ?? config.rpName, address: mail.from.address };
      const limit = AbortSignal.timeout(SEND_TIMEOUT_MS);
      const message = {
        ...texts,
        from,
        to: { name: '', address: recipient },
        envelope: { from: from.address, to: [recipient] },
        // If a mail is sent twice, mail programs recognize it by this id.
        messageId: `<${id}@${domain}>`,
        headers: AUTOMATIC,
        attachments: images.map(({ cid, type, body }) => ({
          cid,
          contentType: type,
          content: body,
          contentDisposition: 'inline' as const,
          filename: false as const,
        })),
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      };
      await transport.sendMail(message).catch((error: unknown) => {
        throw isFinal(error) ? new MailRefusedError((error as Error).message, { cause: error }) : error;
      });
    },
    check: async () => {
      await transport.verify();
    },
  };
}

/** RFC 3834 §5: tells mail programs not to answer automatically. The second header is for Microsoft Exchange. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

function optionsOf(
  { host, port, tls, user, password }: MailConfig,
  name: string,
  trusted: string | undefined,
): SMTPTransportOptions {
  return {
    host,
    port,
    name,
    ...TIMEOUTS,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'off',
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    tls: { minVersion: 'TLSv1.2', ...(trusted !== undefined && { ca: trusted }) },
  };
}

const FINAL_COMMANDS = ['RCPT TO', 'DATA'];

/**
 * Whether the mail server refused this mail for good (RFC 5321 §4.2.1: 5yz). Other errors, such as a wrong password, a
 * refused sender or a certificate that is not trusted, concern all mails, and the operator can mend them.
 */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { responseCode = 0, command = '' } = error as NodemailerError;
  return responseCode >= 500 && responseCode < 600 && FINAL_COMMANDS.includes(command);
}
