import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ADMIN_PERMISSIONS } from '../../src/model/server/administration.js';
import { type Administration, openAdministration, refusal } from '../support/administration.js';

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

function createIssuer(input: object) {
  return server.mutate('createIssuer', input, 'issuer { id slug url signingKeys { kid alg status } }');
}

function deleteIssuer(id: string) {
  return server.mutate('deleteIssuer', { id }, 'deleted');
}

function createClient(input: object) {
  return server.mutate('createClient', { name: 'App', ...input }, 'client { id issuerId }');
}

describe('scopes', () => {
  it('are there from the start: the standard ones, and those of this API', async () => {
    const all = await scopes();
    expect(all.slice(0, 6).map(({ name }: { name: string }) => name)).toEqual([
      'openid',
      'profile',
      'email',
      'address',
      'phone',
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

  it('are made, and made anew: what is left out is empty afterwards', async () => {
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

  it('can be put twice without a change', async () => {
    await put({ name: 'twice', claims: ['a'] });
    await put({ name: 'twice', claims: ['a'] });
    const events = await server.deps.store.auditEvents.page({ first: 10 }, 'OLDEST_FIRST', { resourceId: 'twice' });
    expect(events.items).toHaveLength(1);
  });

  it.each([
    ['a standard name', { name: 'openid' }, 'name'],
    ['the name of a permission', { name: 'users:write' }, 'name'],
    ['the name of all permissions', { name: '*' }, 'name'],
    ['no name', { name: '' }, 'name'],
    ['a name with white space (RFC 6749 §3.3)', { name: 'a b' }, 'name'],
    ['a claim of the protocols', { name: 'a', claims: ['email', 'sub'] }, 'claims.1'],
    ['a claim of Basic', { name: 'a', claims: ['userId'] }, 'claims.0'],
    ['a resource that is no URI', { name: 'a', resource: 'orders' }, 'resource'],
    ['a resource with a fragment (RFC 8707 §2)', { name: 'a', resource: 'https://api.example/#a' }, 'resource'],
    ['the issuer as resource', { name: 'a', resource: 'http://localhost:3000' }, 'resource'],
    ['an issuer that may be made as resource', { name: 'a', resource: 'http://localhost:3000/i/shop' }, 'resource'],
    ['this API as resource', { name: 'a', resource: 'http://localhost:3000/graphql/' }, 'resource'],
  ])('refuse %s', async (_, input, field) => {
    expect(refusal(await put(input))).toBe(`INVALID_INPUT ${field}`);
  });

  it('can be deleted once, but for the standard ones', async () => {
    await put({ name: 'passing' });
    expect((await deleteScope('passing')).data.deleteScope).toEqual({ deleted: true });
    expect(refusal(await deleteScope('passing'))).toBe('NOT_FOUND name');
    expect(refusal(await deleteScope('openid'))).toBe('INVALID_INPUT name');
    expect(refusal(await deleteScope('users:read'))).toBe('INVALID_INPUT name');
  });

  it('can be given to clients once they are there', async () => {
    expect(refusal(await createClient({ scopes: ['later'] }))).toBe('INVALID_INPUT scopes.0');
    await put({ name: 'later' });
    expect((await createClient({ scopes: ['later'] })).errors).toEqual([]);
  });
});

describe('issuers', () => {
  it('begin with the server itself', async () => {
    const { data } = await server.call(
      '{ issuer(id: "default") { id slug url signingKeys { alg status publicJwk } } issuers { edges { node { id } } } }',
    );
    expect(data.issuer).toMatchObject({ id: 'default', slug: null, url: 'http://localhost:3000' });
    expect(data.issuer.signingKeys).toMatchObject([
      { alg: 'RS256', status: 'ACTIVE', publicJwk: { kty: 'RSA' } },
      { alg: 'RS256', status: 'NEXT', publicJwk: { kty: 'RSA' } },
    ]);
    expect(data.issuer.signingKeys[0].publicJwk).not.toHaveProperty('d');
    expect(data.issuers.edges).toEqual([{ node: { id: 'default' } }]);
  });

  it('have a URL and keys of their own', async () => {
    const { data } = await createIssuer({ id: 'shop', slug: 'the-shop' });
    expect(data.createIssuer.issuer).toMatchObject({
      id: 'shop',
      slug: 'the-shop',
      url: 'http://localhost:3000/i/the-shop',
      signingKeys: [
        { alg: 'RS256', status: 'ACTIVE' },
        { alg: 'RS256', status: 'NEXT' },
      ],
    });
    const own = await server.call('{ issuer(id: "default") { signingKeys { kid } } }');
    expect(data.createIssuer.issuer.signingKeys[0].kid).not.toBe(own.data.issuer.signingKeys[0].kid);
  });

  it.each(['', 'A', 'a b', '-a', 'a-', 'a/b', 'ü', 'a'.repeat(64)])('refuse the slug %j', async (slug) => {
    expect(refusal(await createIssuer({ slug }))).toBe('INVALID_INPUT slug');
  });

  it('have an id and a slug that nobody else has', async () => {
    await createIssuer({ id: 'one', slug: 'one' });
    expect(refusal(await createIssuer({ id: 'one', slug: 'two' }))).toBe('ALREADY_EXISTS id');
    expect(refusal(await createIssuer({ id: 'two', slug: 'one' }))).toBe('ALREADY_EXISTS slug');
    expect(refusal(await createIssuer({ id: '0b5c2d60-4b0a-4d9b-8a51-6c3d0c5a8f11', slug: 'three' }))).toBe(
      'INVALID_INPUT id',
    );
  });

  it('are deleted with their keys and clients, once; their past does not come back with their id', async () => {
    await createIssuer({ id: 'brief', slug: 'brief' });
    const before = await server.deps.store.issuers.find('brief');
    const { data } = await createClient({ issuerId: 'brief' });
    const clientId = data.createClient.client.id;
    expect((await deleteIssuer('brief')).data.deleteIssuer).toEqual({ deleted: true });
    expect(await server.deps.store.clients.find(clientId)).toBeUndefined();
    expect(await server.deps.store.keyRings.findOfIssuer(before?.generation ?? '')).toEqual([]);
    expect(refusal(await deleteIssuer('brief'))).toBe('NOT_FOUND id');
    await createIssuer({ id: 'brief', slug: 'brief' });
    expect((await server.deps.store.issuers.find('brief'))?.generation).not.toBe(before?.generation);
    expect(
      (await server.call('{ issuer(id: "brief") { clients { totalCount } } }')).data.issuer.clients.totalCount,
    ).toBe(0);
  });

  it("do not lose the server's own", async () => {
    expect(refusal(await deleteIssuer('default'))).toBe('CONFLICT id');
  });
});
