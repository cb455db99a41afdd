import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeSmtpMailer, type RenderedMail } from '../../src/mail/smtp-mailer.js';
import { MailRefusedError } from '../../src/model/errors.js';
import { localhostCertificate } from '../support/certificates.js';
import { type MailServer, mailConfig, PASSWORD, startMailServer } from '../support/mail-server.js';

const TEXTS: RenderedMail = { subject: 'Hello', text: 'Plain', html: '<p>Rich</p>', images: [] };
const MAIL = { id: 'mail-1', recipient: 'ada@example.org' };
const CONTENT = { facts: { kind: 'TEST' } } as const;

function mailerOf(url: string, { texts = TEXTS, trusted }: { texts?: RenderedMail; trusted?: string } = {}) {
  const config = { rpName: 'Passgraph', issuer: 'https://id.example.com' };
  return makeSmtpMailer(config, mailConfig(url), () => Promise.resolve(texts), trusted);
}

async function failureOf(sent: Promise<void>): Promise<Error> {
  const error = await sent.then(
    () => undefined,
    (reason: Error) => reason,
  );
  if (error === undefined) throw new Error('the mail was sent');
  return error;
}

describe('Mails', () => {
  let server: MailServer;
  const trusted = localhostCertificate();
  beforeAll(async () => {
    server = await startMailServer(await trusted);
  });
  beforeEach(() => {
    server.received.length = 0;
    server.refusal = undefined;
  });
  afterAll(() => server.stop());
  const plain = () => `smtp://localhost:${server.port}?tls=off`;

  it('have a text and an HTML part, and say that a machine sent them', async () => {
    await mailerOf(plain()).send(MAIL, CONTENT);
    const [{ from, to, parsed } = { from: '', to: [], parsed: undefined }] = server.received;
    expect([from, to]).toEqual(['id@example.com', ['ada@example.org']]);
    expect(parsed).toMatchObject({ subject: 'Hello', html: '<p>Rich</p>', messageId: '<mail-1@example.com>' });
    expect(parsed?.text?.trim()).toBe('Plain');
    expect(parsed?.from?.value).toEqual([{ name: 'Example ID', address: 'id@example.com' }]);
    expect(parsed?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed?.attachments).toEqual([]);
  });

  it('can be checked for without sending one', async () => {
    await mailerOf(plain()).check();
    expect(server.received).toEqual([]);
    const { cert } = await trusted;
    const wrong = `smtp://ada:wrong@localhost:${server.port}`;
    await expect(mailerOf(wrong, { trusted: cert }).check()).rejects.toThrow(/535/);
    await expect(mailerOf(wrong).check()).rejects.toThrow(/certificate/);
  });

  it('contain their images', async () => {
    const images = [{ cid: 'logo', type: 'image/png', body: Buffer.from('an image') }];
    await mailerOf(plain(), { texts: { ...TEXTS, html: '<img src="cid:logo">', images } }).send(MAIL, CONTENT);
    expect(server.received[0]?.parsed.attachments).toMatchObject([
      { cid: 'logo', contentType: 'image/png', related: true, content: Buffer.from('an image') },
    ]);
  });

  it.each([
    'ada@example.org\r\nBcc: eve@example.net',
    'ada@example.org>\r\nRCPT TO:<eve@example.net',
    'ada@example.org, eve@example.net',
    'Ada <ada@example.org>, eve@example.net',
    'group: ada@example.org, eve@example.net;',
    '"ada@example.org, eve@example.net"@example.org',
    'ada@example.org eve@example.net',
  ])('are not sent if the address is %j', async (recipient) => {
    const error = await failureOf(mailerOf(plain()).send({ id: 'm', recipient }, CONTENT));
    expect(error.name).toBe('MailRefusedError');
    expect(server.received).toEqual([]);
  });

  it('get no header from a subject', async () => {
    const subject = 'Hi\r\nBcc: eve@example.net\r\n\r\nBody';
    await mailerOf(plain(), { texts: { ...TEXTS, subject } }).send(MAIL, CONTENT);
    const [mail] = server.received;
    expect(mail?.to).toEqual(['ada@example.org']);
    expect(mail?.parsed.bcc).toBeUndefined();
    expect(mail?.source).not.toMatch(/^Bcc:/im);
  });

  it('are encrypted after STARTTLS, and sent only with a certificate that is trusted', async () => {
    const url = `smtp://localhost:${server.port}`;
    const error = await failureOf(mailerOf(url).send(MAIL, CONTENT));
    expect(error.message).toMatch(/self-signed certificate/);
    expect(error).not.toBeInstanceOf(MailRefusedError);
    expect(server.received).toEqual([]);
    await mailerOf(url, { trusted: (await trusted).cert }).send(MAIL, CONTENT);
    expect(server.received).toHaveLength(1);
  });

  it('are never sent without TLS because the mail server does not offer it', async () => {
    const naked = await startMailServer({ disabledCommands: ['STARTTLS'] });
    const error = await failureOf(mailerOf(`smtp://localhost:${naked.port}`).send(MAIL, CONTENT));
    expect(error.message).toMatch(/STARTTLS/i);
    expect(naked.received).toEqual([]);
    await naked.stop();
  });

  it('are sent with TLS from the first byte with smtps', async () => {
    const secure = await startMailServer({ secure: true, ...(await trusted) });
    const { cert } = await trusted;
    await mailerOf(`smtps://localhost:${secure.port}`, { trusted: cert }).send(MAIL, CONTENT);
    expect(secure.received).toHaveLength(1);
    expect(await failureOf(mailerOf(`smtps://localhost:${secure.port}`).send(MAIL, CONTENT))).not.toBeInstanceOf(
      MailRefusedError,
    );
    await secure.stop();
  });

  it('are sent with the password in the URL; a wrong password can be mended', async () => {
    const locked = await startMailServer({ ...(await trusted), authOptional: false });
    const urlWith = (password: string) => `smtp://passgraph:${encodeURIComponent(password)}@localhost:${locked.port}`;
    const { cert } = await trusted;
    await mailerOf(urlWith(PASSWORD), { trusted: cert }).send(MAIL, CONTENT);
    expect(locked.received).toHaveLength(1);
    const error = await failureOf(mailerOf(urlWith('wrong'), { trusted: cert }).send(MAIL, CONTENT));
    expect(error.message).toMatch(/535/);
    expect(error.message).not.toContain('wrong"');
    expect(error).not.toBeInstanceOf(MailRefusedError);
    await locked.stop();
  });

  it.each([
    ['RCPT TO', 550, true],
    ['RCPT TO', 451, false],
    ['DATA', 554, true],
    ['DATA', 452, false],
    ['MAIL FROM', 550, false],
    ['MAIL FROM', 451, false],
  ] as const)('that are refused at %s with %i are refused for good: %s', async (at, code, isFinal) => {
    server.refusal = { at, code, text: 'not here' };
    const error = await failureOf(mailerOf(plain()).send(MAIL, CONTENT));
    expect(error.message).toMatch(new RegExp(`${code}.*not here`));
    expect([at, code, error.name === 'MailRefusedError']).toEqual([at, code, isFinal]);
  });

  it('can be tried again if the mail server is down, says nothing or hangs up', async () => {
    const down = await failureOf(mailerOf('smtp://localhost:1?tls=off').send(MAIL, CONTENT));
    expect(down).not.toBeInstanceOf(MailRefusedError);
    const silent = await listen(createServer(() => undefined));
    const abort = new AbortController();
    const waiting = failureOf(mailerOf(urlOf(silent)).send(MAIL, CONTENT, abort.signal));
    await once(silent, 'connection');
    abort.abort(new Error('the run ends'));
    expect(await waiting).not.toBeInstanceOf(MailRefusedError);
    silent.close();
    const rude = await listen(createServer((socket) => void socket.end('554 go away\r\n')));
    expect(await failureOf(mailerOf(urlOf(rude)).send(MAIL, CONTENT))).not.toBeInstanceOf(MailRefusedError);
    rude.close();
  });
});

async function listen(server: Server): Promise<Server> {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return server;
}

function urlOf(server: Server): string {
  return `smtp://localhost:${(server.address() as AddressInfo).port}?tls=off`;
}
