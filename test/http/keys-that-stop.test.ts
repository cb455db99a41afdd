import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createOwnApiKey } from '../../src/account/own-api-keys.js';
import { enrollCommand } from '../../src/admin/commands/enroll-command.js';
import { terminalQrCodeOf } from '../../src/admin/qr-code.js';
import type { User } from '../../src/model/people/user.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { authenticate, register } from '../support/ceremonies.js';
import { makeUser } from '../support/fixtures.js';
import { activeOf } from '../support/own-account.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { newUserAgent } from '../support/user-agent.js';

describe('the API keys of a user that will stop', () => {
  let app: TestApp;
  let user: User;
  const authenticator = () => softwareAuthenticator({ origin: app.origin });
  const linkOf = async () => (await enrollCommand.run(app.deps, [user.id])).split('\n')[0] ?? '';
  const codeOf = (link: string) => link.split('/').at(-1);

  beforeEach(async () => {
    app = await startTestApp();
    user = await makeUser(app.deps, { adminRole: 'ADMIN' });
    const enrolment = codeOf(await linkOf());
    const active = await activeOf(app.deps, await register(app.deps, authenticator(), { request: { enrolment } }));
    for (const name of ['Backup <b>', 'Expired']) {
      const expiresIn = name === 'Expired' ? 1 : null;
      await createOwnApiKey(app.deps, active, { name, permissions: ['users:read'], expiresIn }, {});
    }
    await new Promise((passed) => setTimeout(passed, 1100));
  });
  afterEach(() => app.stop());

  it('are named on the page of an enrolment link, as long as they are valid', async () => {
    const link = await linkOf();
    const page = await (await fetch(link)).text();
    expect(page).toContain('These API keys of yours will stop working:');
    expect(page).toContain('<li>Backup &lt;b></li>');
    expect(page).not.toContain('Expired');
    await register(app.deps, authenticator(), { request: { enrolment: codeOf(link) } });
    expect(await (await fetch(await linkOf())).text()).not.toContain('API keys');
  });

  it('are printed with the link that the command makes', async () => {
    const printed = await enrollCommand.run(app.deps, [user.id]);
    expect(printed.split('\n').slice(1)).toEqual([
      '',
      `When the link is used, these API keys of ${user.username} stop working:`,
      '  Backup <b>',
    ]);
  });

  it('follow a QR code of the link, if the command prints to a terminal', async () => {
    const [url = '', ...rest] = (await enrollCommand.run(app.deps, [user.id], { isTerminal: true })).split('\n');
    const end = rest.indexOf('', 1);
    expect(rest.slice(0, end)).toEqual(['', ...terminalQrCodeOf(url).split('\n')]);
    expect(rest.slice(end + 2)).toEqual(['  Backup <b>']);
    for (const line of rest.slice(1, end).map(stripVTControlCharacters)) expect(line).toMatch(/^[█▀▄ ]{40,76}$/);
  });

  it('are in the result of createEnrolmentLink, and in the API before a user is disabled', async () => {
    const query = `mutation ($id: ID!) {
      createEnrolmentLink(input: { userId: $id }) { apiKeysThatStop { name } }
    }`;
    const keys = [{ name: 'Backup <b>' }];
    expect(await app.graphql(query, { id: user.id })).toEqual({ createEnrolmentLink: { apiKeysThatStop: keys } });
    const asked = 'query ($id: ID!) { user(id: $id) { apiKeys { name } } }';
    expect(await app.graphql(asked, { id: user.id })).toEqual({ user: { apiKeys: keys } });
    await app.graphql('mutation ($id: ID!) { setUserEnabled(input: { id: $id, enabled: false }) { user { id } } }', {
      id: user.id,
    });
    expect(await app.graphql(asked, { id: user.id })).toEqual({ user: { apiKeys: [] } });
  });

  it('are mentioned on the recovery page', async () => {
    expect(await (await fetch(`${app.origin}/recover`)).text()).toContain('If you created API keys for this server');
  });

  it('are marked at /account once they have stopped', async () => {
    const device = authenticator();
    await register(app.deps, device, { request: { enrolment: codeOf(await linkOf()) } });
    const { sessionCookie } = await authenticate(app.deps, device);
    const agent = newUserAgent(app.origin);
    await agent.jar.setCookie(`passgraph_session=${sessionCookie}; Path=/`, app.origin);
    const page = (await agent.get('/account')).text;
    expect(page.split('No longer works')).toHaveLength(2);
    expect(page).toContain('Backup &lt;b>');
  });
});
