import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '../../support/stores.js';
import type { Answer } from '../../support/user-agent.js';
import { type AccountWorld, act, expectRedirect, openAccountWorld, shownAfter } from './account-world.js';

describeOnEachDatabase('API keys on the account page', (makeDatabase) => {
  let world: AccountWorld;

  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  const keyIn = ({ text }: Answer) => /pg_[\w-]+\.[\w-]{43}/.exec(text)?.[0] ?? '';
  const viewer = async (key: string) => {
    const response = await fetch(`${world.app.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: '{ viewer { kind permissions } }' }),
    });
    return ((await response.json()) as { data: { viewer: unknown } | null }).data?.viewer ?? undefined;
  };

  it('are created with no more permissions than the role, shown once and deleted', async () => {
    const admin = await world.newPerson({ adminRole: 'ADMIN' });
    const made = await shownAfter(admin, 'create-api-key', { name: 'laptop', permission: 'users:read', days: '30' });
    expect(made.status).toBe(200);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const key = keyIn(made);
    expect(await viewer(key)).toEqual({ kind: 'API_KEY', permissions: ['users:read'] });
    const { text } = await admin.agent.get('/account');
    expect(text).toContain('laptop');
    expect(text).not.toContain(key);
    expect(text).not.toContain('value="apiKeys:write"');
    expect(text).toContain('value="apiKeys:read"');
    const stronger = { name: 'x', permission: '*', days: '' };
    expect((await act(admin, 'create-api-key', stronger)).status).toBe(403);
    const [, id = ''] = /pg_([\w-]+)\./.exec(key) ?? [];
    expect((await act(world.owner, 'delete-api-key', { key: id })).status).toBe(404);
    expectRedirect(await act(admin, 'delete-api-key', { key: id }), '/account?at=api-keys&done=apiKeyDeleted');
    expect(await viewer(key)).toBeUndefined();
  });

  it('outlive the passkey with which they were made, and the page says so before it is removed', async () => {
    const admin = await world.newPerson({ adminRole: 'ADMIN' });
    const { id } = await world.addPasskey(admin);
    const sentence = 'API keys that you created still work.';
    expect((await admin.agent.get('/account')).text).not.toContain(sentence);
    const made = await shownAfter(admin, 'create-api-key', { name: 'laptop', permission: 'users:read', days: '30' });
    expect((await admin.agent.get('/account')).text).toContain(sentence);
    expectRedirect(await act(admin, 'remove-passkey', { passkey: id }), '/account?at=passkeys&done=passkeyRemoved');
    expect(await viewer(keyIn(made))).toEqual({ kind: 'API_KEY', permissions: ['users:read'] });
  });

  it('need a name, a permission and a valid lifetime', async () => {
    const admin = await world.newPerson({ adminRole: 'ADMIN' });
    for (const [fields, sentence] of [
      [{ name: '', permission: 'users:read', days: '30' }, 'Enter a name for the key'],
      [{ name: 'laptop', days: '30' }, 'Choose at least one permission'],
    ] as const) {
      const answer = await act(admin, 'create-api-key', fields);
      expect([answer.status, answer.text.includes(sentence)]).toEqual([400, true]);
    }
    for (const days of ['many', '-1', '0', '1e9']) {
      const fields = { name: 'laptop', permission: 'users:read', days };
      expect([days, (await act(admin, 'create-api-key', fields)).status]).toEqual([days, 400]);
    }
  });

  it('are limited to twenty', async () => {
    const admin = await world.newPerson({ adminRole: 'ADMIN' });
    const make = () => act(admin, 'create-api-key', { name: 'laptop', permission: 'users:read', days: '30' });
    const made: Answer[] = [];
    for (let count = 0; count < 20; count += 1) made.push(await make());
    expect(made.map(({ status }) => status)).toEqual(Array(20).fill(303));
    const refused = await make();
    expect([refused.status, refused.text.includes('reached the maximum number of API keys')]).toEqual([409, true]);
    const [, key = ''] = /pg_([\w-]+)\./.exec(keyIn(await admin.agent.get(made[0]?.location?.href ?? ''))) ?? [];
    expect((await act(admin, 'delete-api-key', { key })).status).toBe(303);
    expect((await make()).status).toBe(303);
  });

  it('of another user are not found, and lose all permissions with the role', async () => {
    const [admin, other] = [
      await world.newPerson({ adminRole: 'ADMIN' }),
      await world.newPerson({ adminRole: 'ADMIN' }),
    ];
    const made = await shownAfter(admin, 'create-api-key', { name: 'laptop', permission: 'users:read', days: '30' });
    const [, key = ''] = /pg_([\w-]+)\./.exec(keyIn(made)) ?? [];
    for (const id of [key, 'unknown', '']) expect((await act(other, 'delete-api-key', { key: id })).status).toBe(404);
    const { id } = await world.userOf(admin.username);
    await world.app.graphql('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id, adminRole: null },
    });
    expect(await viewer(keyIn(made))).toEqual({ kind: 'API_KEY', permissions: [] });
    const { text } = await admin.agent.get('/account');
    expect([text.includes('laptop'), text.includes('value="create-api-key"')]).toEqual([true, false]);
    expectRedirect(await act(admin, 'delete-api-key', { key }), '/account?at=api-keys&done=apiKeyDeleted');
  });

  it('are not offered to users without a role', async () => {
    const ada = await world.newPerson();
    expect((await ada.agent.get('/account')).text).not.toContain('API keys');
    const fields = { name: 'laptop', permission: 'users:read', days: '30' };
    expect((await act(ada, 'create-api-key', fields)).status).toBe(403);
  });
});
