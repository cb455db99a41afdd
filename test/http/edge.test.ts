import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes } from '../../src/http/routes.js';
import { startEdge, statusOf, type TestEdge } from './start-edge.js';

const HTML = { accept: 'text/html,application/xhtml+xml' };
const JSON_BODY = { 'content-type': 'application/json' };

describe('The HTTP edge', () => {
  let edge: TestEdge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.stop());

  describe('addresses and methods', () => {
    it('has a unique name and unique paths for every route.', () => {
      const names = routes.map(({ name }) => name);
      const paths = routes.flatMap((route) => route.paths);
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(paths).size).toBe(paths.length);
    });

    it('answers an unknown address with 404, as JSON or, if the client accepts HTML, as a page.', async () => {
      const plain = await edge.get('/nothing');
      expect([plain.status, await plain.json()]).toEqual([
        404,
        { error: 'not_found', message: 'This address does not exist.' },
      ]);
      const page = await edge.get('/nothing', HTML);
      expect(page.status).toBe(404);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(await page.text()).toContain('Page not found');
    });

    it('distinguishes case and trailing slashes.', async () => {
      for (const path of ['/Health/live', '/health/live/', '//health/live', '/health/live/x']) {
        expect([path, await statusOf(edge.origin, path)]).toEqual([path, 404]);
      }
    });

    it('answers a malformed address with 400 or 404, never with 500.', async () => {
      for (const path of ['/assets/%E0%A4%A/x', '/%', '/?%', '//', '/\\', '*', '/assets/v/..%2f..%2fpackage.json']) {
        expect([path, [200, 303, 400, 404]]).toEqual([
          path,
          expect.arrayContaining([await statusOf(edge.origin, path)]),
        ]);
      }
      const malformed = await edge.send('GET', '/assets/%E0%A4%A/x');
      expect(await malformed.json()).toMatchObject({ message: expect.stringContaining('Check its URL') });
    });

    it('refuses a method that the route does not have, and names the allowed ones.', async () => {
      for (const route of routes.filter(({ ANY }) => ANY === undefined)) {
        const path = route.paths[0] ?? '';
        const response = await edge.send('DELETE', path);
        expect([path, response.status]).toEqual([path, 405]);
        const get = route.kind === 'front' ? ['GET'] : ['GET', 'HEAD'];
        const allowed = [...(route.GET ? get : []), ...(route.POST ? ['POST'] : []), 'OPTIONS'].join(', ');
        expect(response.headers.get('allow')).toBe(allowed);
        expect((await edge.send('OPTIONS', path)).headers.get('allow')).toBe(allowed);
      }
    });

    it('answers HEAD like GET, without a body.', async () => {
      const response = await edge.send('HEAD', '/health/live');
      expect([response.status, await response.text()]).toEqual([200, '']);
    });

    it('refuses HEAD if GET is not safe (RFC 9110 §9.2.1), so that it starts nothing and signs no one out.', async () => {
      for (const path of ['/oidc/authorize', '/oidc/logout', '/auth/login/x', '/auth/logout/x', '/continue/x']) {
        const response = await edge.send('HEAD', path);
        expect([path, response.status]).toEqual([path, 405]);
        expect(response.headers.get('allow')).not.toContain('HEAD');
        expect(response.headers.getSetCookie()).toEqual([]);
      }
    });
  });

  describe('bodies', () => {
    it('refuses an unsupported Content-Type with 415.', async () => {
      const response = await edge.post('/graphql', 'query={}', { 'content-type': 'application/x-www-form-urlencoded' });
      expect(response.status).toBe(415);
      expect((await edge.post('/graphql', undefined)).status).toBe(415);
    });

    it('refuses an unsupported Content-Encoding with 415.', async () => {
      expect((await edge.post('/graphql', '{}', { ...JSON_BODY, 'content-encoding': 'gzip' })).status).toBe(415);
    });

    it('refuses a body that is too large with 413.', async () => {
      const response = await edge.post('/graphql', JSON.stringify({ query: 'x'.repeat(300_000) }), JSON_BODY);
      expect(response.status).toBe(413);
    });

    it('refuses malformed JSON with 400, and does not repeat it.', async () => {
      const response = await edge.post('/graphql', '{"secret": ', JSON_BODY);
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: object[] };
      expect(errors).toEqual([{ message: 'The request body is not valid JSON.', extensions: { code: 'BAD_REQUEST' } }]);
    });
  });

  describe('headers', () => {
    const strict = {
      'origin-agent-cluster': '?1',
      'x-dns-prefetch-control': 'off',
      'x-permitted-cross-domain-policies': 'none',
      'x-robots-tag': 'noindex, nofollow',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    };

    it('are strict on pages, data and errors.', async () => {
      for (const path of ['/health/live', '/metrics', '/nothing', '/']) {
        const { headers } = await edge.get(path, HTML);
        expect(Object.fromEntries(headers)).toMatchObject(strict);
        expect(headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
        expect(headers.get('permissions-policy')).toContain('publickey-credentials-get=(self)');
        expect(headers.get('x-powered-by')).toBeNull();
      }
    });

    it('are set on every route.', async () => {
      for (const { paths, GET } of routes) {
        for (const path of paths) {
          const { headers } = await edge.send(GET ? 'GET' : 'OPTIONS', path, HTML);
          const { 'cross-origin-opener-policy': _opener, 'cache-control': _cache, ...always } = strict;
          // Pages with forms send the origin alone (test/http/referrer-policy.test.ts).
          const referrer = expect.stringMatching(/^(no-referrer|strict-origin)$/);
          expect([path, Object.fromEntries(headers)]).toMatchObject([path, { ...always, 'referrer-policy': referrer }]);
          expect([path, headers.get('content-security-policy')]).toEqual([
            path,
            expect.stringMatching(/^default-src 'none'; (?!.*unsafe)(?=.*base-uri 'none')(?=.*frame-ancestors 'none')/),
          ]);
          expect([path, headers.get('x-request-id')]).toEqual([path, expect.stringMatching(/^[\w-]{36}$/)]);
        }
      }
    });

    it('demand TLS if the issuer is https.', async () => {
      expect((await edge.get('/')).headers.get('strict-transport-security')).toBeNull();
      const secure = await startEdge({ config: { issuer: 'https://id.example.com' } });
      expect((await secure.get('/')).headers.get('strict-transport-security')).toBe('max-age=31536000');
      await secure.stop();
    });
  });

  describe('an unexpected error', () => {
    it('is logged with its stack, and the response has only a reference.', async () => {
      const broken = await startEdge({
        graphql: () => {
          throw new Error('the secret of the house');
        },
      });
      const response = await broken.post('/graphql', '{}', JSON_BODY);
      const text = await response.text();
      const requestId = response.headers.get('x-request-id');
      expect(response.status).toBe(500);
      expect(text).toContain(requestId);
      expect(text).not.toContain('secret');
      expect(broken.logged).toContainEqual({
        detail: expect.objectContaining({
          requestId,
          err: expect.objectContaining({ message: 'the secret of the house' }),
        }),
        message: 'request failed',
      });
      await broken.stop();
    });
  });

  describe('log and metrics', () => {
    it('log the files that every page loads only at the level debug.', async () => {
      const lines: string[] = [];
      const note = (level: string) => (detail: object) => lines.push(`${level} ${(detail as { route: string }).route}`);
      const log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
      const quiet = await startEdge({ log });
      for (const path of ['/assets/v/pages.css', '/favicon.ico', '/robots.txt', '/logos/brand', '/login']) {
        await (await quiet.get(path)).text();
      }
      await quiet.stop();
      const expected = ['debug asset', 'debug favicon', 'debug robots', 'debug brand-logo', 'info login'];
      expect(lines).toEqual(expected);
    });

    it('have the name of the route, and neither path nor query.', async () => {
      await edge.get('/health/live?code=SECRET', { cookie: 'passgraph_session=SECRET' });
      await edge.get('/unknown/SECRET');
      await edge.get('/assets/SECRET/none');
      await edge.get('/health/live');
      const requests = edge.logged.filter(({ message }) => message === 'request');
      expect(requests.map(({ detail }) => detail.route)).toEqual(
        expect.arrayContaining(['live', 'unmatched', 'asset']),
      );
      expect(JSON.stringify(edge.logged)).not.toContain('SECRET');
      const text = await (await edge.get('/metrics')).text();
      expect(text).toMatch(/http_requests_total\{route="live",method="GET",status="200"\} \d/);
      expect(text).toMatch(/http_request_duration_seconds_count\{route="unmatched",method="GET"\} \d/);
      expect(text).not.toContain('SECRET');
    });
  });

  describe('/health', () => {
    it('is ready as long as the database answers.', async () => {
      expect((await edge.get('/health/ready')).status).toBe(200);
      const stopped = await startEdge();
      await stopped.deps.store.close();
      expect((await stopped.get('/health/ready')).status).toBe(503);
      expect((await stopped.get('/health/live')).status).toBe(200);
      await stopped.stop();
    });
  });

  describe('/.well-known/webauthn', () => {
    it('names the origins that may use the passkeys.', async () => {
      const response = await edge.get('/.well-known/webauthn');
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await response.json()).toEqual({ origins: [edge.origin] });
    });
  });

  describe('requests', () => {
    it('are limited by address; 429 has the time to wait.', async () => {
      const asked: [string, string][] = [];
      const take = (name: string, key: string) => {
        asked.push([name, key]);
        return Promise.resolve(false);
      };
      const limited = await startEdge({ limits: { take } });
      const response = await limited.post('/graphql', '{}', JSON_BODY);
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '60']);
      expect(asked).toEqual([['graphql', expect.stringMatching(/^127\.0\.0\.1$|^0{16}$/)]]);
      await limited.stop();
    });

    it('are counted for the address that a trusted proxy names.', async () => {
      const keys: string[] = [];
      const limits = { take: (_name: string, key: string) => Promise.resolve(keys.push(key) > 0) };
      for (const trustProxy of [undefined, 1]) {
        const proxied = await startEdge({ limits, config: { trustProxy } });
        await proxied.post('/graphql', '{}', { ...JSON_BODY, 'x-forwarded-for': '203.0.113.9, 198.51.100.7' });
        await proxied.stop();
      }
      expect(keys).toEqual([expect.stringMatching(/^127\.0\.0\.1$|^0{16}$/), '198.51.100.7']);
    });
  });

  describe('assets', () => {
    it('are immutable at the address with their version, and revalidated at any other.', async () => {
      const page = await (await edge.get('/nothing', HTML)).text();
      const address = /href="(\/assets\/[\w-]{16}\/pages\.css)"/.exec(page)?.[1] ?? '';
      const response = await edge.get(address);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
      const etag = response.headers.get('etag') ?? '';
      const elsewhere = await edge.get('/assets/before/pages.css');
      expect(elsewhere.headers.get('cache-control')).toBe('no-cache');
      expect(
        (await edge.get('/assets/before/pages.css', { 'if-none-match': etag, 'cache-control': 'max-age=0' })).status,
      ).toBe(304);
    });

    it('have the media types that browsers require; no other file is served.', async () => {
      const types = {
        'login.js': 'text/javascript',
        'simplewebauthn-browser.js': 'text/javascript',
        'icon.svg': 'image/svg+xml',
      };
      for (const [name, type] of Object.entries(types)) {
        expect((await edge.get(`/assets/v/${name}`)).headers.get('content-type')).toContain(type);
      }
      expect((await edge.get('/assets/v/package.json')).status).toBe(404);
      expect((await edge.get('/favicon.ico')).headers.get('content-type')).toContain('image/svg+xml');
      expect(await (await edge.get('/robots.txt')).text()).toContain('Disallow: /');
    });
  });
});
