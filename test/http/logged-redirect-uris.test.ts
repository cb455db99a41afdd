import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { makeClient } from '../support/fixtures.js';
import { startEdge, type TestEdge } from './start-edge.js';

describe('the log of a refused redirect URI', () => {
  let edge: TestEdge;
  beforeAll(async () => {
    edge = await startEdge();
    const issuer = await ensureDefaultIssuer(edge.deps);
    await makeClient(edge.deps, issuer, { id: 'wiki', integrations: ['OIDC', 'BASIC'] });
  });
  afterAll(() => edge.stop());

  it.each([
    ['https://ada:s3cret@evil.example:8443/cb?code=s3cret#s3cret', 'https://evil.example:8443/cb'],
    ['HTTPS:/ada:s3cret@evil.example/cb', 'https://evil.example/cb'],
    ['com.example.app://ada:s3cret@host/cb', 'com.example.app://host/cb'],
    ['com.example.app:/cb?s3cret', 'com.example.app:/cb'],
    ['com.example.app:////ada:s3cret@host/cb', 'com.example.app://'],
    ['com.example.app:s3cret', 'com.example.app:'],
    ['s3cret', 'an invalid URI'],
    [`https://evil.example/${'long'.repeat(300)}`, 'https://evil.example/longlong'],
  ])('has the origin and path of %s, and nothing else of it', async (uri, shown) => {
    const encoded = encodeURIComponent(uri);
    for (const path of [
      `/oidc/authorize?client_id=wiki&response_type=code&redirect_uri=${encoded}`,
      `/auth/login/wiki?redirectUri=${encoded}`,
      `/auth/logout/wiki?redirectUri=${encoded}`,
    ]) {
      edge.logged.length = 0;
      expect((await edge.get(path)).status).toBe(400);
      const lines = JSON.stringify(edge.logged);
      expect(lines).toContain(`client wiki sent ${shown}`);
      expect(lines).not.toContain('s3cret');
      expect(lines.length).toBeLessThan(1500);
    }
  });
});
