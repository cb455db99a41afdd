import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { sendTestMail } from '../../src/admin/mails/test-mail.js';
import { resealValues } from '../../src/admin/signing-keys/sealed-values.js';
import { makeLimits } from '../../src/http/request/limits.js';
import { deliverMails, mailJob } from '../../src/jobs/deliver-mails.js';
import { makeMail, planMail } from '../../src/mail/plan-mail.js';
import type { Deps, Mailer } from '../../src/model/deps.js';
import { MailRefusedError } from '../../src/model/errors.js';
import type { Mail } from '../../src/model/server/mail.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { mailConfig } from '../support/mail-server.js';
import { openMemoryStore } from '../support/stores.js';

const MAIL_SETTINGS = mailConfig('smtp://localhost:1?tls=off');

describe('The delivery of mails', () => {
  let deps: Deps;
  let clock: FrozenClock;
  let sent: string[];
  let failure: Error | undefined;
  const logged: string[] = [];
  beforeEach(async () => {
    sent = [];
    failure = undefined;
    clock = frozenClock();
    const mailer: Mailer = {
      send: async ({ recipient }, { facts }) => {
        if (failure !== undefined) throw failure;
        sent.push(`${facts.kind} ${recipient}`);
      },
      check: () => Promise.resolve(),
    };
    const note = (detail: object, message: string) => void logged.push(`${message} ${JSON.stringify(detail)}`);
    const log = { debug: note, info: note, warn: note, error: note };
    deps = testDeps(await openMemoryStore(), { clock, mailer, log, config: { mail: MAIL_SETTINGS } });
  });
  afterEach(() => deps.store.close());

  const write = () => sendTestMail(deps, systemCaller, { recipient: 'ada@example.org' });
  const stored = async ({ id }: Mail) => (await deps.store.mails.find(id)) as Mail;

  it('sends a mail once, and removes its content', async () => {
    const mail = await write();
    expect(mail).toMatchObject({ state: 'WAITING', content: { sealed: expect.not.stringContaining('TEST') } });
    await Promise.all([deliverMails(deps), deliverMails(deps)]);
    await deliverMails(deps);
    expect(sent).toEqual(['TEST ada@example.org']);
    const after = await stored(mail);
    expect(after).toMatchObject({ state: 'SENT', attempts: 1, sentAt: clock.now() });
    for (const gone of ['content', 'nextAttemptAt', 'error']) expect(after).not.toHaveProperty(gone);
  });

  it('tries again with growing pauses, and gives up after a day', async () => {
    const mail = await write();
    failure = new Error('connect ECONNREFUSED\r\n127.0.0.1');
    await deliverMails(deps);
    expect(await stored(mail)).toMatchObject({
      state: 'WAITING',
      attempts: 1,
      error: 'connect ECONNREFUSED 127.0.0.1',
    });
    clock.advance(59);
    await deliverMails(deps);
    expect((await stored(mail)).attempts).toBe(1);
    const attempts: number[] = [];
    for (let minutes = 0; minutes < 25 * 60; minutes += 1) {
      clock.advance(60);
      await deliverMails(deps);
      attempts.push((await stored(mail)).attempts);
    }
    expect(attempts[59]).toBe(6);
    const end = await stored(mail);
    expect(end).toMatchObject({ state: 'FAILED', error: 'connect ECONNREFUSED 127.0.0.1' });
    expect(end.attempts).toBeLessThan(35);
    for (const gone of ['content', 'nextAttemptAt']) expect(end).not.toHaveProperty(gone);
    expect(sent).toEqual([]);
  });

  it('counts all spellings of an address towards one limit, and all mails of a caller', async () => {
    deps = { ...deps, limits: makeLimits() };
    const caller = { kind: 'API_KEY' as const, id: 'key', permissions: ['*' as const] };
    const send = (recipient: string, by = systemCaller) => sendTestMail(deps, by, { recipient });
    for (let count = 0; count < 10; count += 1) {
      await send('ada@bücher.example');
      await send('ADA@xn--bcher-kva.example');
    }
    await expect(send('ada@BÜCHER.example')).rejects.toMatchObject({ code: 'RATE_LIMITED', field: 'recipient' });
    for (let count = 0; count < 20; count += 1) await send(`user${count}@example.org`, caller);
    await expect(send('grace@example.org', caller)).rejects.toMatchObject({ code: 'RATE_LIMITED', field: undefined });
    await send('grace@example.org');
  });

  it('sends the mail as soon as the mail server works again', async () => {
    const mail = await write();
    failure = new Error('down');
    await deliverMails(deps);
    failure = undefined;
    clock.advance(60);
    await deliverMails(deps);
    expect(sent).toHaveLength(1);
    expect(await stored(mail)).toMatchObject({ state: 'SENT', attempts: 2 });
    expect(await stored(mail)).not.toHaveProperty('error');
  });

  it('does not try again if the mail server refused the mail for good', async () => {
    const mail = await write();
    failure = new MailRefusedError(`550 ${'no such user '.repeat(100)}`);
    await deliverMails(deps);
    const after = await stored(mail);
    expect(after).toMatchObject({ state: 'FAILED', attempts: 1 });
    expect(after.error).toHaveLength(300);
    expect(after).not.toHaveProperty('content');
    clock.advance(86_400);
    failure = undefined;
    await deliverMails(deps);
    expect(sent).toEqual([]);
  });

  it('is announced with a warning if mails are sent without TLS', () => {
    logged.length = 0;
    mailJob({ ...deps, config: { ...deps.config, mail: mailConfig('smtp://localhost:1') } });
    expect(logged).toEqual([]);
    mailJob(deps);
    expect(logged.join()).toContain('tls=off');
  });

  it('does not log whom a mail is for', async () => {
    await write();
    failure = new Error('down');
    await deliverMails(deps);
    expect(logged.join()).toContain('down');
    expect(logged.join()).not.toContain('ada@');
  });

  it('fails a mail whose key is no longer in SECRET_KEY; npm run reseal prevents this', async () => {
    const [first, second] = [await write(), await write()];
    const newer = randomBytes(32).toString('base64url');
    const withKeys = (...secretKeys: string[]) =>
      testDeps(deps.store, { clock, mailer: deps.mailer, config: { mail: MAIL_SETTINGS, secretKeys } });
    const before = deps.config.secretKeys;
    await deps.store.mails.update(first, { nextAttemptAt: new Date(clock.now().getTime() + 1000) });
    await deliverMails(withKeys(newer));
    expect(await stored(second)).toMatchObject({ state: 'FAILED', error: expect.stringContaining('SECRET_KEY') });
    expect(await resealValues(withKeys(newer, ...before))).toBe(1);
    clock.advance(60);
    await deliverMails(withKeys(newer));
    expect(await stored(first)).toMatchObject({ state: 'SENT' });
  });

  it('ends mails that wait although no mail server is set any more', async () => {
    const mail = await write();
    const without = { ...deps, mailer: undefined };
    await deliverMails(without);
    expect(await stored(mail)).toMatchObject({ state: 'WAITING', attempts: 0 });
    clock.advance(86_400);
    await deliverMails(without);
    expect(await stored(mail)).toMatchObject({ state: 'FAILED', error: expect.stringContaining('SMTP_URL') });
  });

  it('writes no mail if the server sends none, or if the recipient got too many', async () => {
    const without = { ...deps, config: { ...deps.config, mail: undefined } };
    expect(await planMail(without, { recipient: 'ada@example.org' }, { kind: 'TEST' })).toEqual([]);
    await expect(sendTestMail(without, systemCaller, { recipient: 'ada@example.org' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const counted: string[] = [];
    const full: Deps = {
      ...deps,
      limits: {
        take: async (name, key) => {
          counted.push(`${name} ${key}`);
          return false;
        },
      },
    };
    expect(await planMail(full, { recipient: 'Ada@Example.org' }, { kind: 'TEST' })).toEqual([]);
    await expect(sendTestMail(full, systemCaller, { recipient: 'ada@example.org' })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      field: 'recipient',
    });
    expect(counted).toEqual(['mail ada@example.org', 'mail ada@example.org']);
  });

  it('keeps the content for this record only', async () => {
    const [one, other] = [0, 1].map(() => makeMail(deps, { recipient: 'ada@example.org' }, { kind: 'TEST' }));
    if (one === undefined || other === undefined) throw new Error('two mails are made');
    await deps.store.mails.insert({ ...other, content: one.content });
    await deliverMails(deps);
    expect(await stored(other)).toMatchObject({ state: 'FAILED' });
  });
});
