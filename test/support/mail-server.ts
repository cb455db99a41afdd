import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { loadConfig } from '../../src/config/load-config.js';
import type { MailConfig } from '../../src/model/config.js';
import { localhostCertificate } from './certificates.js';

/** A mail as it arrived: the envelope, the source and its parts. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  readonly parsed: ParsedMail;
}

/** A refusal, as the mail server answers it. */
export interface Refusal {
  readonly at: 'MAIL FROM' | 'RCPT TO' | 'DATA';
  readonly code: number;
  readonly text: string;
}

/** A real SMTP server that keeps what it accepts. */
export interface MailServer {
  readonly port: number;
  readonly received: ReceivedMail[];
  /** If it is set, mails are refused with it. */
  refusal: Refusal | undefined;
  /** The settings with which a server sends mails here. */
  config(tls?: '?tls=off' | ''): MailConfig;
  /** Waits for the mail to this address with this number, beginning with 1. */
  mailTo(recipient: string, number?: number): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

export const PASSWORD = 'secret: 50 %';

export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const failing = (at: Refusal['at']) =>
    server.refusal?.at === at
      ? Object.assign(new Error(server.refusal.text), { responseCode: server.refusal.code })
      : null;
  const smtp = new SMTPServer({
    ...(await localhostCertificate()),
    authOptional: true,
    onAuth: (auth, _session, answer) =>
      auth.password === PASSWORD ? answer(null, { user: 'passgraph' }) : answer(new Error('wrong password')),
    onMailFrom: (_address, _session, answer) => answer(failing('MAIL FROM')),
    onRcptTo: (_address, _session, answer) => answer(failing('RCPT TO')),
    onData: async (stream, session, answer) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const refused = failing('DATA');
      if (refused !== null) return answer(refused);
      const source = Buffer.concat(chunks).toString('utf8');
      const { mailFrom, rcptTo } = session.envelope;
      received.push({
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        source,
        parsed: await simpleParser(source),
      });
      answer(null);
    },
    ...options,
  });
  smtp.on('error', () => undefined);
  smtp.listen(0, 'localhost');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo;
  const server: MailServer = {
    port,
    received,
    refusal: undefined,
    config: (tls = '?tls=off') => mailConfig(`smtp://localhost:${port}${tls}`),
    mailTo: async (recipient, number = 1) => {
      for (;;) {
        const mail = received.filter(({ to }) => to.includes(recipient))[number - 1];
        if (mail !== undefined) return mail;
        await setTimeout(50);
      }
    },
    stop: () => new Promise((resolve) => void smtp.close(() => resolve())),
  };
  return server;
}

/** What the settings `SMTP_URL` and `MAIL_FROM` become. */
export function mailConfig(url: string): MailConfig {
  const { mail } = loadConfig({ SMTP_URL: url, MAIL_FROM: 'Example ID <id@example.com>' });
  if (mail === undefined) throw new Error('the settings have no mail server');
  return mail;
}
