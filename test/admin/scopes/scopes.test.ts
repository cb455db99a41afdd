import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_PERMISSIONS } from '../../../src/model/server/administration.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

function put(input: object) {
  return server.mutate('putScope', input, 'scope { name description claims resource standard }');
}

function deleteScope(name: string) {
  return server.mutate('deleteScope', { name }, 'deleted');
}

async function scopes() {
  return (await server.call('{ scopes { name description claims resource standard } }')).data.scopes;
}

function createClient(input: object) {
  return server.mutate('createClient', { name: 'App', ...input }, 'client { id issuerId }');
}

describe('Scopes', () => {
  it('include the standard scopes and those of the administration API from the start', async () => {
    const all = await scopes();
    expect(all.slice(0, 7).map(({ name }: { name: string }) => name)).toEqual([
      'openid',
      'profile',
      'email',
      'address',
      'phone',
      'groups',
      'offline_access',
    ]);
    const administration = all.filter(
      ({ resource }: { resource: string }) => resource === 'http://localhost:3000/graphql',
    );
    expect(administration.map(({ name }: { name: string }) => name)).toEqual([...ADMIN_PERMISSIONS]);
    expect(
      all.every(({ standard, description }: { standard: boolean; description: string }) => standard && description),
    ).toBe(true);
  });

  it('are created and replaced: an omitted field is empty afterwards', async () => {
    const whole = {
      name: 'orders:read',
      description: 'See your orders',
      claims: ['customer_id', 'email'],
      resource: 'https://api.example/orders',
    };
    expect((await put(whole)).data.putScope.scope).toEqual({ ...whole, standard: false });
    expect(await scopes()).toContainEqual({ ...whole, standard: false });
    expect((await put({ name: 'orders:read' })).data.putScope.scope).toEqual({
      name: 'orders:read',
      description: null,
      claims: [],
      resource: null,
      standard: false,
    });
    const events = await server.deps.store.auditEvents.page({ first: 10 }, 'OLDEST_FIRST', {
      resourceId: 'orders:read',
    });
    expect(events.items.map(({ record }) => record.type)).toEqual(['CREATED', 'UPDATED']);
  });

  it('can be put again without a change', async () => {
    await put({ name: 'twice', claims: ['a'] });
    await put({ name: 'twice', claims: ['a'] });
    const events = await server.deps.store.auditEvents.page({ first: 10 }, 'OLDEST_FIRST', { resourceId: 'twice' });
    expect(events.items).toHaveLength(1);
  });

  it.each([
    ['the name of a standard scope', { name: 'openid' }, 'name'],
    ['the name of a permission', { name: 'users:write' }, 'name'],
    ['the name of all permissions', { name: '*' }, 'name'],
    ['a name that belongs to a computed claim', { name: 'roles' }, 'name'],
    ['the name of the scope that the server computes', { name: 'groups', claims: ['groups'] }, 'name'],
    ['a claim that the server computes', { name: 'a', claims: ['email', 'groups'] }, 'claims.1'],
    ['an empty name', { name: '' }, 'name'],
    ['a name with white space (RFC 6749 §3.3)', { name: 'a b' }, 'name'],
    ['a claim name that the protocols use', { name: 'a', claims: ['email', 'sub'] }, 'claims.1'],
    ['a claim name that Basic uses', { name: 'a', claims: ['userId'] }, 'claims.0'],
    ['a resource that is no URI', { name: 'a', resource: 'orders' }, 'resource'],
    ['a resource with a fragment (RFC 8707 §2)', { name: 'a', resource: 'https://api.example/#a' }, 'resource'],
    ['the issuer as resource', { name: 'a', resource: 'http://localhost:3000' }, 'resource'],
    [
      'an issuer as resource that may be created later',
      { name: 'a', resource: 'http://localhost:3000/i/shop' },
      'resource',
    ],
    ['the administration API as resource', { name: 'a', resource: 'http://localhost:3000/graphql/' }, 'resource'],
  ])('reject %s', async (_, input, field) => {
    expect(refusal(await put(input))).toBe(`INVALID_INPUT ${field}`);
  });

  it('can be deleted once, except the standard scopes', async () => {
    await put({ name: 'passing' });
    expect((await deleteScope('passing')).data.deleteScope).toEqual({ deleted: true });
    expect(refusal(await deleteScope('passing'))).toBe('NOT_FOUND name');
    expect(refusal(await deleteScope('openid'))).toBe('INVALID_INPUT name');
    expect(refusal(await deleteScope('users:read'))).toBe('INVALID_INPUT name');
  });

  it('can be given to clients after they have been created', async () => {
    expect(refusal(await createClient({ scopes: ['later'] }))).toBe('INVALID_INPUT scopes.0');
    await put({ name: 'later' });
    expect((await createClient({ scopes: ['later'] })).errors).toEqual([]);
  });
});
