import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

function createIssuer(input: object) {
  return server.mutate('createIssuer', input, 'issuer { id slug url signingKeys { kid alg status } }');
}

function deleteIssuer(id: string) {
  return server.mutate('deleteIssuer', { id }, 'deleted');
}

function createClient(input: object) {
  return server.mutate('createClient', { name: 'App', ...input }, 'client { id issuerId }');
}

describe('Issuers', () => {
  it('include the default issuer from the start', async () => {
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

  it.each(['', 'A', 'a b', '-a', 'a-', 'a/b', 'ü', 'a'.repeat(64)])('reject the slug %j', async (slug) => {
    expect(refusal(await createIssuer({ slug }))).toBe('INVALID_INPUT slug');
  });

  it('have a unique id and a unique slug', async () => {
    await createIssuer({ id: 'one', slug: 'one' });
    expect(refusal(await createIssuer({ id: 'one', slug: 'two' }))).toBe('ALREADY_EXISTS id');
    expect(refusal(await createIssuer({ id: 'two', slug: 'one' }))).toBe('ALREADY_EXISTS slug');
    expect(refusal(await createIssuer({ id: '0b5c2d60-4b0a-4d9b-8a51-6c3d0c5a8f11', slug: 'three' }))).toBe(
      'INVALID_INPUT id',
    );
  });

  it('can be deleted once with their keys and clients, and leave nothing to a new issuer with the same id', async () => {
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

  it('always include the default issuer', async () => {
    expect(refusal(await deleteIssuer('default'))).toBe('CONFLICT id');
  });
});
