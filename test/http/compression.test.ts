import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { basicHeader, codeForm, queryOf } from '../support/authorization.js';
import { makeClient } from '../support/fixtures.js';
import { enrolOwner, type Person } from '../support/people.js';
import { shownAfter } from './account/account-world.js';
import { startEdge } from './start-edge.js';

const ACCEPT = { 'accept-encoding': 'gzip, br' };

let app: TestApp;
let owner: Person;
let client: Client;
let secret: string;
let tokens: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  owner = await enrolOwner(app);
  const issuer = await ensureDefaultIssuer(app.deps);
  ({ client, secret } = await makeClient(app.deps, issuer, { accessPolicy: 'ALL_USERS', consent: 'NEVER' }));
  tokens = (await exchange(await authorize())).json<Record<string, string>>();
});
afterAll(() => app.stop());

function authorization() {
  return basicHeader(client, secret);
}

async function authorize(changes: Record<string, string> = {}): Promise<string> {
  const { location } = await owner.agent.get(`/oidc/authorize?${new URLSearchParams(queryOf(client, changes))}`);
  return location?.searchParams.get('code') ?? '';
}

function exchange(code: string) {
  const form = Object.entries(codeForm(client, code)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return owner.agent.postForm('/oidc/token', Object.fromEntries(form), { ...ACCEPT, authorization: authorization() });
}

describe('A response is compressed', () => {
  it.each(['/account', '/login?again', '/recover'])('if it is the page %s.', async (path) => {
    const { status, headers, text } = await owner.agent.get(path, ACCEPT);
    expect([status, headers.get('content-encoding')]).toEqual([200, 'br']);
    expect(headers.get('vary')).toMatch(/Accept-Encoding/i);
    expect(text).toContain('</html>');
  });

  it('if it is an asset, and its validator is weak.', async () => {
    const { headers } = await owner.agent.get('/assets/v/pages.css', { 'accept-encoding': 'gzip' });
    expect(headers.get('content-encoding')).toBe('gzip');
    expect(headers.get('etag')).toMatch(/^W\/"/);
  });

  it('only if the browser accepts it.', async () => {
    const { headers } = await owner.agent.get('/account', { 'accept-encoding': 'identity' });
    expect(headers.get('content-encoding')).toBeNull();
  });
});

describe('A response is never compressed', () => {
  /** Long enough for compression, and with the marks of the content that the test means. */
  const expectPlain = ({ headers, text }: { headers: Headers; text: string }, mark: string, minLength = 1024) => {
    expect(text).toContain(mark);
    expect(text.length).toBeGreaterThan(minLength);
    expect(headers.get('content-encoding')).toBeNull();
  };

  it('if it has tokens.', async () => {
    expectPlain(await exchange(await authorize({ scope: 'openid profile email' })), 'access_token', 500);
  });

  it('if it is userinfo.', async () => {
    const bearer = { ...ACCEPT, authorization: `Bearer ${tokens.access_token}` };
    expectPlain(await owner.agent.get('/oidc/userinfo', bearer), 'sub', 30);
  });

  it('if it is an introspection.', async () => {
    const form = { token: tokens.access_token ?? '' };
    const headers = { ...ACCEPT, authorization: authorization() };
    expectPlain(await owner.agent.postForm('/oidc/introspect', form, headers), '"active":true', 100);
  });

  it('if it comes from GraphQL.', async () => {
    const query = '{ scopes { name description claims resource standard } viewer { permissions } }';
    const headers = { ...ACCEPT, authorization: `Bearer ${app.apiKey}` };
    expectPlain(await owner.agent.postJson('/graphql', { query }, headers), 'permissions');
  });

  it('if it is a page with recovery codes.', async () => {
    const page = await shownAfter(owner, 'create-recovery-codes', {}, ACCEPT);
    expect(/([0-9A-Z]{4}-){3}[0-9A-Z]{4}/.test(page.text)).toBe(true);
    expectPlain(page, '</html>');
  });

  it('if it is a page with an API key.', async () => {
    const fields = { name: 'ci', permission: 'users:read', days: '30' };
    const page = await shownAfter(owner, 'create-api-key', fields, ACCEPT);
    expect(/pg_[\w-]+\.[\w-]{43}/.test(page.text)).toBe(true);
    expectPlain(page, '</html>');
  });

  it('if it is the page of an enrolment link.', async () => {
    const { createUser } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(
      'mutation { createUser(input: { username: "grace", enrolmentLink: true }) { enrolmentLink { url } } }',
    );
    const { pathname } = new URL(createUser.enrolmentLink.url);
    expectPlain(await owner.agent.get(pathname, ACCEPT), pathname.split('/').at(-1) ?? '');
  });

  it('if it is the page of a device code.', async () => {
    expectPlain(await owner.agent.postForm('/device', { user_code: 'BCDF-GHJK' }, ACCEPT), 'BCDF-GHJK');
  });

  it('if it posts an authorization response.', async () => {
    const query = new URLSearchParams(queryOf(client, { response_mode: 'form_post' }));
    expectPlain(await owner.agent.get(`/oidc/authorize?${query}`, ACCEPT), 'name="code"', 500);
  });

  it('if it is an event stream.', async () => {
    const edge = await startEdge({
      graphql: (_request, response) => {
        response.type('text/event-stream');
        response.write(`data: ${'x'.repeat(5000)}\n\n`);
        response.end();
      },
    });
    const response = await edge.post('/graphql', '{}', { ...ACCEPT, 'content-type': 'application/json' });
    expectPlain({ headers: response.headers, text: await response.text() }, 'data: x');
    await edge.stop();
  });
});
