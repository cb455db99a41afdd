import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEdge, type TestEdge } from './start-edge.js';

describe('addresses that browsers and users guess', () => {
  let edge: TestEdge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.stop());

  it('are where passkeys are created and managed (W3C Passkey Endpoints)', async () => {
    const response = await edge.get('/.well-known/passkey-endpoints');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    const page = `${edge.origin}/account`;
    expect(await response.json()).toEqual({ enroll: page, manage: page });
  });

  it('name the issuer for every account (RFC 7033)', async () => {
    const rel = 'http://openid.net/specs/connect/1.0/issuer';
    for (const resource of ['acct:ada@example.com', 'acct:unknown@example.com', 'https://example.com/ada']) {
      const response = await edge.get(`/.well-known/webfinger?${new URLSearchParams({ resource, rel })}`);
      expect(response.headers.get('content-type')).toBe('application/jrd+json; charset=utf-8');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(await response.json()).toEqual({ subject: resource, links: [{ rel, href: edge.origin }] });
    }
    const all = await edge.get('/.well-known/webfinger?resource=acct:ada@example.com');
    expect(await all.json()).toMatchObject({ links: [{ rel, href: edge.origin }] });
    const other = await edge.get('/.well-known/webfinger?resource=acct:ada@example.com&rel=avatar');
    expect(await other.json()).toMatchObject({ links: [] });
    for (const query of ['', '?resource=', '?resource=ada', '?resource=a:b&resource=c:d', '?resource=acct:a%0Ab']) {
      expect([query, (await edge.get(`/.well-known/webfinger${query}`)).status]).toEqual([query, 400]);
    }
  });

  it('lead to the page if they end in a slash', async () => {
    for (const [asked, meant] of [
      ['/login/', '/login'],
      ['/login/?again=passkeys', '/login?again=passkeys'],
      ['/account/', '/account'],
      ['/recover//', '/recover'],
      ['/device/?user_code=BCDF-GHJK', '/device?user_code=BCDF-GHJK'],
    ] as const) {
      const response = await edge.get(asked);
      expect([asked, response.status, response.headers.get('location')]).toEqual([asked, 308, meant]);
    }
  });

  it('never lead to another host', async () => {
    for (const path of ['//evil.example/', '/%2F%2Fevil.example/', '/\\evil.example/']) {
      expect([path, (await edge.get(path)).status]).toEqual([path, 404]);
    }
  });

  it('are unknown for endpoints of applications and for forms', async () => {
    for (const path of ['/oidc/jwks/', '/nothing/', '/oidc/authorize/']) {
      expect([path, (await edge.get(path)).status]).toEqual([path, 404]);
    }
    expect((await edge.post('/account/', 'action=sign-out')).status).toBe(404);
  });
});
