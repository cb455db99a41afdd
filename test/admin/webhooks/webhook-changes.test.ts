import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDIT_EVENT_TYPES } from '../../../src/model/log/audit-event.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';

const WHOLE = 'id url types enabled createdAt lastDeliveredAt failingSince';
const URL = 'https://logs.example/events?tenant=1';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration({ config: { allowedPrivateHosts: ['receiver'] } });
});
afterAll(() => server.close());

function create(input: object, key?: string) {
  return server.mutate(
    'createWebhook',
    { url: URL, types: ['SIGNED_IN'], ...input },
    `webhook { ${WHOLE} } secret`,
    key,
  );
}

function update(input: object, key?: string) {
  return server.mutate('updateWebhook', input, `webhook { ${WHOLE} }`, key);
}

function remove(id: string, key?: string) {
  return server.mutate('deleteWebhook', { id }, 'deleted', key);
}

async function webhooks() {
  return (await server.call(`{ webhooks { ${WHOLE} } }`)).data.webhooks;
}

async function eventsOf(id: string) {
  return (await server.events()).filter(({ resourceId }) => resourceId === id);
}

describe('createWebhook', () => {
  it('creates a webhook and returns its secret once', async () => {
    const { data } = await create({ id: 'siem', types: ['SIGNED_IN', 'DELETED', 'SIGNED_IN'] });
    const webhook = {
      id: 'siem',
      url: URL,
      types: ['SIGNED_IN', 'DELETED'],
      enabled: true,
      createdAt: server.clock.now().toISOString(),
      lastDeliveredAt: null,
      failingSince: null,
    };
    expect(data.createWebhook.webhook).toEqual(webhook);
    expect(await webhooks()).toEqual([webhook]);
    const { secret } = data.createWebhook;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const kept = JSON.stringify([await server.deps.store.webhooks.all(), await server.events()]);
    expect(kept).not.toContain(secret.slice('whsec_'.length));
  });

  it('can be read by its id', async () => {
    await create({ id: 'found' });
    const { data } = await server.call(
      '{ found: webhook(id: "found") { id url } absent: webhook(id: "absent") { id } }',
    );
    expect(data).toEqual({ found: { id: 'found', url: URL }, absent: null });
    const stranger = await server.keyWith('users:read');
    expect(refusal(await server.call('{ webhook(id: "found") { id } }', {}, stranger))).toBe('FORBIDDEN');
  });

  it('chooses an id if none is given, and a different secret for each webhook', async () => {
    const [one, two] = [await create({}), await create({ types: AUDIT_EVENT_TYPES })];
    expect(one.data.createWebhook.webhook.id).toMatch(/^[0-9a-f]{24}$/);
    expect(one.data.createWebhook.secret).not.toBe(two.data.createWebhook.secret);
  });

  it('accepts http to a host of ALLOWED_PRIVATE_HOSTS', async () => {
    expect((await create({ url: 'http://receiver:8080/' })).data.createWebhook.webhook.url).toBe(
      'http://receiver:8080/',
    );
  });

  it('writes the webhook to the audit log with only the host of its URL', async () => {
    await create({ id: 'logged', url: 'https://logs.example/capability-of-this-url' });
    const [event, ...others] = await eventsOf('logged');
    expect(event).toMatchObject({
      type: 'CREATED',
      actorKind: 'API_KEY',
      actorId: 'bootstrap',
      resource: 'webhook',
      detail: { host: 'logs.example', types: ['SIGNED_IN'] },
    });
    expect(others).toEqual([]);
    expect(JSON.stringify(event)).not.toContain('capability');
  });

  it.each([
    ['plain http', { url: 'http://logs.example/' }, 'url'],
    ['plain http to localhost', { url: 'http://localhost:9000/' }, 'url'],
    ['another scheme', { url: 'ftp://logs.example/' }, 'url'],
    ['a path alone', { url: '/events' }, 'url'],
    ['an empty URL', { url: '' }, 'url'],
    ['white space in the URL', { url: 'https://logs.example/a b' }, 'url'],
    ['a fragment in the URL', { url: 'https://logs.example/#a' }, 'url'],
    ['a user name in the URL', { url: 'https://ada:secret@logs.example/' }, 'url'],
    ['a URL that is too long', { url: `https://logs.example/${'a'.repeat(2048)}` }, 'url'],
    ['an empty list of types', { types: [] }, 'types'],
    ['a UUID as id', { id: '5f0c1c3c-9a35-4d1c-8b0e-0c9a6f3e7b11' }, 'id'],
    ['an id with a slash', { id: 'a/b' }, 'id'],
    ['an empty id', { id: '' }, 'id'],
    ['an id that is too long', { id: 'a'.repeat(65) }, 'id'],
  ])('rejects %s', async (_, input, field) => {
    expect(refusal(await create(input))).toBe(`INVALID_INPUT ${field}`);
  });

  it('rejects an unknown kind of event', async () => {
    expect(refusal(await create({ types: ['SIGNED_IN', 'NOTHING'] }))).toBe('BAD_USER_INPUT');
  });

  it('rejects an id that another webhook has', async () => {
    expect(refusal(await create({ id: 'siem' }))).toBe('ALREADY_EXISTS id');
  });

  it('requires the permission to read the audit log that the webhook sends', async () => {
    expect(refusal(await create({}, await server.keyWith('webhooks:write')))).toBe('FORBIDDEN');
    expect(refusal(await create({}, await server.keyWith('audit:write')))).toBe('FORBIDDEN');
    const key = await server.keyWith('webhooks:write', 'audit:read');
    expect(refusal(await create({}, key))).toBeUndefined();
  });
});

describe('updateWebhook', () => {
  it('changes only the given fields', async () => {
    const made = (await create({ id: 'changing' })).data.createWebhook.webhook;
    const url = 'https://other.example/events';
    expect((await update({ id: 'changing', url })).data.updateWebhook.webhook).toEqual({ ...made, url });
    expect((await update({ id: 'changing', types: ['DELETED'] })).data.updateWebhook.webhook).toEqual({
      ...made,
      url,
      types: ['DELETED'],
    });
    const disabled = { ...made, url, types: ['DELETED'], enabled: false };
    expect((await update({ id: 'changing', enabled: false })).data.updateWebhook.webhook).toEqual(disabled);
    expect(await webhooks()).toContainEqual(disabled);
    expect((await eventsOf('changing')).slice(1).map(({ type, detail }) => ({ type, detail }))).toEqual([
      {
        type: 'UPDATED',
        detail: { changed: ['url', 'host'], from: { host: 'logs.example' }, to: { host: 'other.example' } },
      },
      { type: 'UPDATED', detail: { changed: ['types'], from: { types: ['SIGNED_IN'] }, to: { types: ['DELETED'] } } },
      { type: 'UPDATED', detail: { changed: ['enabled'], from: { enabled: true }, to: { enabled: false } } },
    ]);
  });

  it('writes nothing to the audit log if nothing changes', async () => {
    await create({ id: 'same' });
    await update({ id: 'same' });
    await update({ id: 'same', url: URL, types: ['SIGNED_IN'], enabled: true });
    expect(await eventsOf('same')).toHaveLength(1);
    expect((await server.deps.store.webhooks.find('same'))?.version).toBe(1);
  });

  it.each([
    ['plain http', { url: 'http://logs.example/' }, 'INVALID_INPUT url'],
    ['null as URL', { url: null }, 'INVALID_INPUT url'],
    ['an empty list of types', { types: [] }, 'INVALID_INPUT types'],
    ['null as types', { types: null }, 'INVALID_INPUT types'],
    ['null as enabled', { enabled: null }, 'INVALID_INPUT enabled'],
    ['an unknown type', { types: ['NOTHING'] }, 'BAD_USER_INPUT'],
    ['an id that no webhook has', { id: 'nothing' }, 'NOT_FOUND id'],
  ])('rejects %s', async (_, input, refused) => {
    await create({ id: 'refusing' });
    expect(refusal(await update({ id: 'refusing', ...input }))).toBe(refused);
    expect(await eventsOf('refusing')).toHaveLength(1);
  });

  it('requires the permission to read the audit log', async () => {
    await create({ id: 'theirs' });
    const key = await server.keyWith('webhooks:write');
    expect(refusal(await update({ id: 'theirs', url: 'https://mine.example/' }, key))).toBe('FORBIDDEN');
    expect((await server.deps.store.webhooks.find('theirs'))?.url).toBe(URL);
  });
});

describe('deleteWebhook', () => {
  it('deletes a webhook once', async () => {
    await create({ id: 'going' });
    expect((await remove('going')).data.deleteWebhook).toEqual({ deleted: true });
    expect(await webhooks()).not.toContainEqual(expect.objectContaining({ id: 'going' }));
    expect(refusal(await remove('going'))).toBe('NOT_FOUND id');
    expect((await eventsOf('going')).map(({ type }) => type)).toEqual(['CREATED', 'DELETED']);
  });

  it('allows another webhook with the same id and another secret', async () => {
    const first = (await create({ id: 'again' })).data.createWebhook.secret;
    await remove('again');
    expect((await create({ id: 'again' })).data.createWebhook.secret).not.toBe(first);
  });

  it('requires the permission to read the audit log', async () => {
    await create({ id: 'kept' });
    expect(refusal(await remove('kept', await server.keyWith('webhooks:write')))).toBe('FORBIDDEN');
    expect(await server.deps.store.webhooks.find('kept')).toBeDefined();
  });
});

describe('The list of webhooks', () => {
  it('is sorted by id and requires only webhooks:read', async () => {
    const { data } = await server.call('{ webhooks { id } }', {}, await server.keyWith('webhooks:read'));
    const ids = data.webhooks.map(({ id }: { id: string }) => id);
    expect(ids.length).toBeGreaterThan(3);
    expect(ids).toEqual(ids.toSorted());
  });
});
