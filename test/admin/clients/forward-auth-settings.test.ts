import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findSite } from '../../../src/forward-auth/site.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { clientCalls } from '../../support/client-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration({ config: { issuer: 'https://login.example' } });
});
afterAll(() => server.close());

const { create, update, created, recordOf } = clientCalls(() => server);
let made = 0;

function host(): string {
  made += 1;
  return `app-${made}.example`;
}

function site(hosts: string[], more: object = {}) {
  return { integrations: ['FORWARD_AUTH'], forwardAuth: { hosts, ...more } };
}

const clientOf = async (name: string) => (await findSite(server.deps, { scheme: 'https', host: name }))?.client.id;

describe('forwardAuth', () => {
  it('is stored with its defaults, and needs no client secret', async () => {
    const [name, rule] = [host(), { path: '/public', action: 'BYPASS' }];
    const { client, clientSecret } = await created(site([name], { rules: [rule] }));
    expect(client).toMatchObject({
      accessPolicy: 'PERMITTED_USERS',
      forwardAuth: { hosts: [name], rules: [{ ...rule, methods: [] }], userHeader: 'USERNAME' },
    });
    expect(clientSecret).toBeNull();
  });

  it.each([
    ...[
      'App.example',
      'https://app.example',
      'app.example/',
      'app.example/x',
      'app.example:443',
      '*.example',
      'app.example.',
    ],
    ...[
      '',
      'app example',
      'app.example:99999',
      'münchen.example',
      '[::1',
      '0x7f.1',
      'login.example',
      'a@b.example',
      'a,b',
    ],
  ])('rejects the host %j', async (name) => {
    expect(refusal(await create(site([name])))).toBe('INVALID_INPUT forwardAuth.hosts.0');
  });

  it.each([
    'app.example:8443',
    'localhost:3001',
    'notes.localhost',
    '192.168.1.5',
    '[fd00::1]:8080',
    'xn--mnchen-3ya.example',
  ])('accepts the host %s', async (name) => expect(refusal(await create(site([name])))).toBeUndefined());

  it.each([
    ['/public/*', '/public'],
    ['/public*', '/public'],
    ['/a/*/c', '/a'],
    ['/*', '/'],
  ])('says that %s is not needed, because a rule covers everything below its path', async (path, above) => {
    const { errors } = await create(site([host()], { rules: [{ path, action: 'BYPASS' }] }));
    expect(errors?.[0]?.message).toContain(`must not contain a wildcard: ${above} covers everything below it`);
  });

  it.each([
    [{ integrations: ['FORWARD_AUTH'] }, 'forwardAuth'],
    [{ integrations: ['OIDC'], forwardAuth: { hosts: ['x.example'] } }, 'forwardAuth'],
    [site([]), 'forwardAuth.hosts'],
    [{ ...site(['x.example']), registrationEnabled: true }, 'registrationEnabled'],
    [{ ...site(['x.example']), applicationType: 'NATIVE' }, 'integrations'],
    [site(['x.example'], { rules: [{ path: 'x', action: 'BYPASS' }] }), 'forwardAuth.rules.0.path'],
    [site(['x.example'], { rules: [{ path: '/x/', action: 'BYPASS' }] }), 'forwardAuth.rules.0.path'],
    [site(['x.example'], { rules: [{ path: '/.passgraph/x', action: 'BYPASS' }] }), 'forwardAuth.rules.0.path'],
    [
      site(['x.example'], { rules: [{ path: '/x', action: 'BYPASS', methods: ['get'] }] }),
      'forwardAuth.rules.0.methods.0',
    ],
    [
      site(['x.example'], { rules: [{ path: '/x', action: 'SIGN_IN', methods: ['GET'] }] }),
      'forwardAuth.rules.0.methods',
    ],
    [
      site(['x.example'], { rules: ['BYPASS', 'SIGN_IN'].map((action) => ({ path: '/x', action })) }),
      'forwardAuth.rules.1.path',
    ],
  ])('rejects %j', async (input, field) => {
    expect(refusal(await create(input))).toBe(`INVALID_INPUT ${field}`);
  });
});

describe('A protected host', () => {
  it('belongs to one client', async () => {
    const [first, second] = [host(), host()];
    const { id } = await created(site([first]));
    expect(refusal(await create(site([second, first])))).toBe('ALREADY_EXISTS forwardAuth.hosts.1');
    const other = await created(site([second]));
    expect(refusal(await update({ id: other.id, forwardAuth: { hosts: [first] } }))).toBe(
      'ALREADY_EXISTS forwardAuth.hosts.0',
    );
    expect(await clientOf(first)).toBe(id);
  });

  it('goes to exactly one of several clients that are created at once', async () => {
    const name = host();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => create(site([name]))));
    const refusals = answers.map(refusal).filter((one) => one !== undefined);
    expect(refusals).toEqual(Array(4).fill('ALREADY_EXISTS forwardAuth.hosts.0'));
  });

  it('is free again after its client is changed, loses the integration or is deleted', async () => {
    const [first, second] = [host(), host()];
    const { id } = await created(site([first, second]));
    expect(refusal(await update({ id, forwardAuth: { hosts: [second] } }))).toBeUndefined();
    expect([await clientOf(first), await clientOf(second)]).toEqual([undefined, id]);
    const other = await created(site([first]));
    expect(await clientOf(first)).toBe(other.id);
    expect(refusal(await update({ id, integrations: ['OIDC'], forwardAuth: null }))).toBeUndefined();
    expect(await clientOf(second)).toBeUndefined();
    await server.mutate('deleteClient', { id: other.id }, 'deleted');
    expect(await clientOf(first)).toBeUndefined();
    const third = await created(site([first, second]));
    expect([await clientOf(first), await clientOf(second)]).toEqual([third.id, third.id]);
  });

  it('can be claimed although the record of a deleted client was left over', async () => {
    const name = host();
    await server.deps.store.protectedHosts.insert({ id: name, clientId: 'gone', clientGeneration: 'gone' });
    const { id } = await created(site([name]));
    expect(await clientOf(name)).toBe(id);
  });

  it('revokes all grants of its client when the client protects it no longer', async () => {
    const [first, second] = [host(), host()];
    const { id } = await created(site([first, second]));
    await update({ id, forwardAuth: { hosts: [second, first], userHeader: 'USER_ID' } });
    expect((await recordOf(id)).grantEpoch).toBe(0);
    await update({ id, forwardAuth: { hosts: [second] } });
    expect((await recordOf(id)).grantEpoch).toBe(1);
  });
});
