import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import { queryOf } from '../support/authorization.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { newUserAgent, type UserAgent } from '../support/user-agent.js';
import { startEdge, type TestEdge } from './start-edge.js';

let edge: TestEdge;
let client: Client;
let agent: UserAgent;
beforeAll(async () => {
  edge = await startEdge();
  const issuer = await ensureDefaultIssuer(edge.deps);
  ({ client } = await makeClient(edge.deps, issuer, { id: 'wiki' }));
  agent = newUserAgent(edge.origin);
  const { cookie } = await signInAs(edge.deps, await makeUser(edge.deps, { username: 'ada' }));
  await agent.jar.setCookie(`passgraph_session=${cookie}; Path=/`, edge.origin);
});
afterAll(() => edge.stop());

const authorizePath = (changes: Record<string, string> = {}) =>
  `/oidc/authorize?${new URLSearchParams(queryOf(client, changes))}`;
const policyOf = ({ headers }: { readonly headers: Headers }) => headers.get('referrer-policy');

// Referrer Policy §3 and Fetch §3.2: with `no-referrer`, browsers send `Origin: null` with a form; with `strict-origin`
// and `origin` they send the origin of the page, and never a path or query.
describe('Referrer-Policy', () => {
  it('of pages with forms for this server lets browsers send the origin, and no address', async () => {
    const login = (await newUserAgent(edge.origin).follow(authorizePath())).headers;
    expect(login.get('referrer-policy')).toBe('strict-origin');
    for (const path of ['/account', '/login?again', '/recover', '/device?user_code=BCDF-GHJK', '/oidc/logout']) {
      expect([path, policyOf(await agent.get(path))]).toEqual([path, 'strict-origin']);
    }
    const consent = await makeClient(edge.deps, await ensureDefaultIssuer(edge.deps), { consent: 'ALWAYS' });
    const asked = new URLSearchParams(queryOf(consent.client));
    expect(policyOf(await agent.follow(`/oidc/authorize?${asked}`))).toBe('strict-origin');
    const closed = await makeClient(edge.deps, await ensureDefaultIssuer(edge.deps), {
      accessPolicy: 'PERMITTED_USERS',
    });
    const refused = new URLSearchParams(queryOf(closed.client));
    expect(policyOf(await agent.follow(`/oidc/authorize?${refused}`))).toBe('strict-origin');
  });

  it('of the form that goes to an application lets browsers send the origin, also to an application on http', async () => {
    const page = await agent.get(authorizePath({ response_mode: 'form_post' }));
    expect(page.text).toContain('name="code"');
    expect(policyOf(page)).toBe('origin');
  });

  it('of the form that goes to this server once more is not the one for applications', async () => {
    const foreign = { origin: 'https://wiki.example', 'sec-fetch-site': 'cross-site' };
    const page = await newUserAgent(edge.origin).postForm('/oidc/logout', { client_id: 'wiki' }, foreign);
    expect(policyOf(page)).toBe('strict-origin');
  });

  it('of redirects, files, data and pages without a form is no-referrer', async () => {
    const answers = [
      await agent.get(authorizePath()),
      await agent.get('/login'),
      await edge.get('/.well-known/openid-configuration'),
      await edge.get('/favicon.ico'),
      await edge.get('/nothing', { accept: 'text/html' }),
      await edge.get('/oidc/userinfo'),
      await agent.get('/device?done=allowed'),
      await newUserAgent(edge.origin).get('/oidc/logout'),
      await agent.get(authorizePath({ redirect_uri: 'https://evil.example/' })),
    ];
    expect(answers.map(policyOf)).toEqual(answers.map(() => 'no-referrer'));
  });
});

describe('a browser without Fetch Metadata', () => {
  const old = (origin: string) => ({ origin, 'sec-fetch-site': '' });
  const send = (path: string, headers: Record<string, string>) => agent.postForm(path, { action: 'else' }, headers);

  it('can post the forms of this server', async () => {
    for (const path of ['/account', '/oidc/logout/confirm']) {
      expect([path, (await send(path, old(edge.origin))).status]).toEqual([path, 400]);
    }
  });

  it('cannot post from elsewhere, or without an origin', async () => {
    for (const origin of ['https://evil.example', 'null', `${edge.origin}.evil.example`, `${edge.origin}/`]) {
      for (const path of ['/account', '/oidc/logout/confirm']) {
        expect([origin, path, (await send(path, old(origin))).status]).toEqual([origin, path, 403]);
      }
    }
  });
});
