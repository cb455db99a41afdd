import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { beginInteraction } from '../../../src/access/interaction/interaction.js';
import { enrollCommand } from '../../../src/admin/commands/enroll-command.js';
import { roleHolder } from '../../../src/model/access/role.js';
import type { User } from '../../../src/model/people/user.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { register } from '../../support/ceremonies.js';
import { type Commands, openCommands } from '../../support/configuration-commands.js';
import { makeClient } from '../../support/fixtures.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { describeOnEachDatabase } from '../../support/stores.js';

describeOnEachDatabase('An account that registered itself', (makeDatabase) => {
  let app: TestApp;
  let commands: Commands;
  let user: User;

  beforeEach(async () => {
    app = await startTestApp({}, { makeDatabase });
    commands = await openCommands(app.origin, app.apiKey);
    const { deps } = app;
    const issuer = await deps.store.issuers.find('default');
    if (issuer === undefined) throw new Error('no issuer');
    const { client } = await makeClient(deps, issuer, { id: 'wiki', registrationEnabled: true });
    const at = { browserHash: 'browser', caller: {} };
    const { id } = await beginInteraction(deps, { client, issuer }, { kind: 'oidc', request: {} }, at);
    const authenticator = softwareAuthenticator({ origin: app.origin });
    user = (await register(deps, authenticator, { request: { username: 'ada', interaction: id } })).user;
    await app.graphql('mutation { createGroup(input: { id: "staff", name: "Staff" }) { group { id } } }');
    await app.graphql('mutation { createClient(input: { id: "payroll", name: "Payroll" }) { client { id } } }');
  });

  afterEach(async () => {
    await commands.close();
    await app.stop();
  });

  const GIVING = [
    ['a role', 'users: [{ username: ADA, adminRole: ADMIN }]', ''],
    ['a verified address', 'users: [{ username: ada, email: ada@example.com, emailVerified: true }]', ''],
    [
      'a verified phone number',
      'users: [{ username: ada, phoneNumber: "+441632960001", phoneNumberVerified: true }]',
      '',
    ],
    ['claims', 'users: [{ username: ada, claims: { department: Engines } }]', ''],
    ['a group', 'users: [{ username: ada }]', 'groups: [{ id: staff, name: Staff, members: [ada] }]'],
    ['a permission', 'users: [{ username: ada }]', 'permissions: [{ clientId: payroll, username: ada }]'],
    [
      'a role of an application',
      'users: [{ username: ada }]',
      'roles: [{ id: clerk, clientId: payroll, name: clerk }]\nroleAssignments: [{ roleId: clerk, username: ada }]',
    ],
  ] as const;

  const stored = async () => {
    const { memberships, permissions, roleAssignments, users } = app.deps.store;
    return [
      await users.find(user.id),
      await memberships.countOfUser(user.id),
      await permissions.countOfUser(user.id),
      await roleAssignments.countOfHolder(roleHolder({ userId: user.id })),
    ] as const;
  };

  it.each(GIVING)('gets %s from a file only if the file confirms the account', async (_, users, others) => {
    const before = await stored();
    const refused = await commands.apply(`${users}\n${others}`);
    expect(refused).toMatchObject({ code: 1, printed: [] });
    expect(refused.complaints.join()).toContain(user.id);
    expect(refused.complaints.join()).toContain(user.createdAt.toISOString());
    if (others !== '') expect((await commands.apply(others)).code).toBe(1);
    expect(await stored()).toEqual(before);
    const wrongId = users.replace('{ username', '{ id: 8c6ff1a5-64e3-4c5c-9b26-3d5e3ba1d4a7, username');
    expect((await commands.apply(`${wrongId}\n${others}`)).code).toBe(1);
    expect((await commands.apply(`${users.replace(' }]', ', adopt: false }]')}\n${others}`)).code).toBe(1);
    expect(await stored()).toEqual(before);
    const confirmed = users.replace('{ username', `{ id: ${user.id}, username`);
    expect(await commands.apply(`${confirmed}\n${others}`)).toMatchObject({ code: 0, complaints: [] });
    expect(await stored()).not.toEqual(before);
    expect((await commands.apply(`${users}\n${others}`)).printed).toEqual(['Nothing to change.']);
  });

  it.each(GIVING)('gets %s from a file that adopts the account', async (_, users, others) => {
    const adopted = users.replace(' }]', ', adopt: true }]');
    expect(await commands.apply(`${adopted}\n${others}`)).toMatchObject({ code: 0, complaints: [] });
  });

  it('keeps what it has, and can be changed otherwise, without a confirmation', async () => {
    expect((await commands.apply('users: [{ username: ada, adminRole: AUDITOR, adopt: true }]')).code).toBe(0);
    const changes = 'users: [{ username: ada, name: Ada, adminRole: AUDITOR, enabled: false }]';
    expect(await commands.apply(changes)).toMatchObject({ code: 0, complaints: [] });
    expect((await commands.apply('users: [{ username: ada, adminRole: null }]')).code).toBe(0);
    expect(await commands.export()).not.toContain('adopt');
  });

  it('cannot take over a verified address that the file changes', async () => {
    const verified = 'users: [{ username: ada, adopt: true, email: ada@example.com, emailVerified: true }]';
    expect((await commands.apply(verified)).code).toBe(0);
    expect((await commands.apply('users: [{ username: ada, email: boss@example.com }]')).code).toBe(1);
  });

  it('is not confused with one that an administrator created', async () => {
    await app.graphql('mutation { createUser(input: { username: "grace" }) { user { id } } }');
    const file = 'users: [{ username: grace, adminRole: ADMIN, emailVerified: true, email: grace@example.com }]';
    expect(await commands.apply(`${file}\ngroups: [{ id: staff, name: Staff, members: [grace] }]`)).toMatchObject({
      code: 0,
      complaints: [],
    });
  });

  it('shows in the API how it was created', async () => {
    await app.graphql('mutation { createUser(input: { username: "grace" }) { user { id } } }');
    const { users } = await app.graphql<{ users: { edges: unknown[] } }>(
      '{ users { edges { node { username origin } } } }',
    );
    expect(users.edges).toEqual([
      { node: { username: 'grace', origin: 'ADMINISTRATION' } },
      { node: { username: 'ada', origin: 'REGISTRATION' } },
    ]);
  });

  it('gets an enrolment link from the command line only by its id', async () => {
    const refused = enrollCommand.run(app.deps, ['ADA']);
    await expect(refused).rejects.toThrow(user.id);
    await expect(refused).rejects.toThrow(user.createdAt.toISOString());
    await expect(refused).rejects.toThrow('registered');
    expect(await app.deps.store.enrolmentLinks.pendingOfUser(user.id, app.deps.clock.now())).toEqual([]);
    expect(await enrollCommand.run(app.deps, [user.id])).toMatch(/^http:\/\/localhost:\d+\/enroll\/\S+$/);
  });
});
