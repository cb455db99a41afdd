import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { blocksIn } from '../support/guides.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import { fileDatabase, type TestDatabase } from '../support/stores.js';

const run = promisify(execFile);
const MAIN = resolve('dist/src/main.js');

describe('docs/mail.md', () => {
  let mailServer: MailServer;
  let app: TestApp;
  let database: TestDatabase;
  beforeAll(async () => {
    mailServer = await startMailServer();
    database = await fileDatabase();
    app = await startTestApp({ mail: mailServer.config() }, { makeDatabase: async () => database });
  });
  afterAll(async () => {
    await app.stop();
    await mailServer.stop();
  });

  const command = async (port = mailServer.port, query = '?tls=off') => {
    const [, words = ''] = /npm run test-mail -- (.*)/.exec(await readFile('docs/mail.md', 'utf8')) ?? [];
    const { config } = app.deps;
    return run(process.execPath, ['--no-warnings', MAIN, 'test-mail', ...words.split(' ')], {
      env: {
        DATABASE_URL: `sqlite:${database.config.kind === 'sqlite' ? database.config.path : ''}`,
        SECRET_KEY: config.secretKeys.join(','),
        ISSUER: config.issuer,
        SMTP_URL: `smtp://localhost:${port}${query}`,
        MAIL_FROM: 'id@example.com',
      },
    });
  };

  it('gives a command that sends a test mail while the server runs', async () => {
    const { stdout } = await command();
    expect(stdout).toBe(`The mail server localhost:${mailServer.port} accepted the mail to ada@example.com.\n`);
    const { parsed } = await mailServer.mailTo('ada@example.com');
    expect(parsed).toMatchObject({
      subject: 'Test email from Passgraph',
      from: { text: '"Passgraph" <id@example.com>' },
    });
  });

  it('says that the command names what is wrong', async () => {
    await expect(command(1)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^SMTP_URL: the mail server localhost:1 did not accept the mail: .*ECONNREFUSED.*\n$/,
      ),
    });
  });

  it('sends the mail of a command that failed no more', async () => {
    mailServer.refusal = { at: 'RCPT TO', code: 550, text: 'no such user' };
    await expect(command()).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^The mail server localhost:\d+ refused the mail to ada@example\.com: .*550 no such user\n$/,
      ),
    });
    type Answer = { mails: { totalCount: number } };
    const count = async (state: string) =>
      (await app.graphql<Answer>(`{ mails(state: ${state}) { totalCount } }`)).mails.totalCount;
    expect([await count('FAILED'), await count('WAITING')]).toEqual([2, 0]);
  });

  it('says how to do without TLS', async () => {
    const naked = await startMailServer({ disabledCommands: ['STARTTLS'] });
    await expect(command(naked.port, '')).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /STARTTLS.* If the mail server has no TLS and is on this machine, add \?tls=off\.\n$/,
      ),
    });
    await naked.stop();
  });

  it('gives a query that lists what was not delivered', async () => {
    mailServer.refusal = { at: 'RCPT TO', code: 550, text: 'no such user' };
    const send = 'mutation { sendTestMail(input: { recipient: "bob@example.com" }) { mail { id state } } }';
    expect(await app.graphql(send)).toMatchObject({ sendTestMail: { mail: { state: 'WAITING' } } });
    const query = blocksIn(await readFile('docs/mail.md', 'utf8')).find(({ info }) => info === 'graphql')?.code ?? '';
    type Answer = { mails: { edges: { node: { recipient: string; error: string } }[] } };
    for (;;) {
      const { mails } = await app.graphql<Answer>(query);
      const failed = mails.edges.find(({ node }) => node.recipient === 'bob@example.com');
      await setTimeout(200);
      if (failed === undefined) continue;
      expect(failed.node.error).toContain('550 no such user');
      break;
    }
  });
});
