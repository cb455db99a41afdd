import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startTestApp, type TestApp } from '../support/app.js';
import { addVirtualAuthenticator, itInBrowser, launchBrowser } from '../support/browser.js';
import { serveExample } from '../support/guide-server.js';
import { type Guide, openGuide, type Program, startExample } from '../support/guides.js';
import { broughtBack, enrolOwner, type Person } from '../support/people.js';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const SIGN_IN = { code_challenge: CHALLENGE, state: 'state-0123456789', nonce: 'nonce-0123456789' };

/** The page and its errors, without white space that only breaks lines. */
const page = (await readFile('docs/connect/request-objects.md', 'utf8')).replaceAll('`', '').replace(/\s+/g, ' ');

describe('docs/connect/request-objects.md: errors', () => {
  /** What the sources say of a request object: constant parts of texts that begin as such sentences do. */
  const saidIn = async (file: string, pattern: RegExp): Promise<string[]> => {
    const texts = [...(await readFile(file, 'utf8')).matchAll(pattern)].map(([, plain, template]) => plain ?? template);
    return texts.flatMap((text = '') => text.split(/\$\{[^}]*\}/)).filter((part) => part.trim() !== '');
  };

  it.each([
    ['src/oidc/authorization/request-object.ts', /(?:'((?:must|has|the) [^']+)'|`((?:must|has) [^`]+)`)/g],
    ['src/keys/jwt-claims.ts', /(?:'((?:must|has) [^']+)'|`((?:must|has) [^`]+)`)/g],
    ['src/oidc/authorization/request-object-members.ts', /problem \?\?=\s+(?:'([^']+)'|`([^`]+)`)/g],
    ['src/keys/client-jwt.ts', /problem: (?:'([^']+)'|`([^`]+)`)/g],
    ['src/oidc/authorization/resolved-request.ts', /OAuthError\(\s*'\w+',\s*(?:'([^']+)'|`([^`]+)`)/g],
    ['src/oidc/protocol/used-once.ts', /OAuthError\(\s*'\w+',\s*(?:'([^']+)'|`([^`]+)`)/g],
  ])('has every one of %s', async (file, pattern) => {
    const said = await saidIn(file, pattern);
    expect(said.length).toBeGreaterThan(1);
    expect(said.filter((text) => !page.includes(text))).toEqual([]);
  });
});

describe('docs/connect/request-objects.md: the signing service', () => {
  let app: TestApp;
  let owner: Person;
  let guide: Guide;
  let signer: Program;
  const sign = (body: object, headers: Record<string, string> = { origin: guide.origin(4000) }) =>
    fetch(`${guide.origin(4500)}/sign`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    app = await startTestApp();
    owner = await enrolOwner(app);
    guide = await openGuide('connect/request-objects', app);
    const keys = startExample(guide, 'request-objects/keys.ts', 4000);
    await keys.ends();
    await guide.graphql(app, 'signed', { jwks: JSON.parse(keys.printed()) });
    signer = startExample(guide, 'request-objects/signer.ts', 4500, { APPLICATION: guide.origin(4000) });
    await signer.listens(guide.origin(4500));
  });
  afterAll(async () => {
    await signer.stop();
    await app.stop();
  });

  it('signs what its application asks for', async () => {
    const answer = await sign(SIGN_IN);
    expect(answer.status).toBe(200);
    const query = new URLSearchParams((await answer.json()) as Record<string, string>);
    const back = await broughtBack(owner, new URL(`${app.origin}/oidc/authorize?${query}`));
    expect(back.origin).toBe(guide.origin(4000));
    expect(back.searchParams.get('state')).toBe(SIGN_IN.state);
    expect(back.searchParams.has('code')).toBe(true);
  });

  it('signs for no other page, and nothing of another form', async () => {
    expect((await sign(SIGN_IN, {})).status).toBe(403);
    expect((await sign(SIGN_IN, { origin: 'https://elsewhere.example' })).status).toBe(403);
    for (const changes of [
      { code_challenge: 'short' },
      { state: '' },
      { nonce: 1 },
      { state: 'with space 0123456789' },
    ]) {
      expect((await sign({ ...SIGN_IN, ...changes })).status).toBe(400);
    }
    const preflight = await fetch(`${guide.origin(4500)}/sign`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(guide.origin(4000));
  });

  it('has its client, redirect URI and scope signed whatever else is sent', async () => {
    const wish = { client_id: 'x', redirect_uri: 'https://elsewhere.example/', scope: 'openid email', prompt: 'none' };
    const { request_uri } = (await (await sign({ ...SIGN_IN, ...wish })).json()) as { request_uri: string };
    const query = new URLSearchParams({ client_id: 'pocket', request_uri, redirect_uri: wish.redirect_uri });
    const back = await broughtBack(owner, new URL(`${app.origin}/oidc/authorize?${query}`));
    expect(`${back.origin}${back.pathname}`).toBe(`${guide.origin(4000)}/callback`);
  });

  it('is not gone around: plain parameters are refused', async () => {
    const query = new URLSearchParams({
      client_id: 'pocket',
      response_type: 'code',
      redirect_uri: `${guide.origin(4000)}/callback`,
      scope: 'openid',
      state: 'the-state',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    });
    const refused = await owner.agent.get(`${app.origin}/oidc/authorize?${query}`);
    expect(refused.location?.searchParams.get('error')).toBe('invalid_request');
  });

  itInBrowser('signs in from a page', async () => {
    const browser = await launchBrowser();
    const server = await serveExample(guide, 'request-objects', { ISSUER: app.origin, SIGNER: guide.origin(4500) });
    try {
      const window = await (await browser.newContext()).newPage();
      await addVirtualAuthenticator(window);
      const { createUser } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(
        `mutation { createUser(input: { username: "ada", enrolmentLink: true }) { enrolmentLink { url } } }`,
      );
      await window.goto(createUser.enrolmentLink.url);
      await window.locator('#ceremony button[type=submit]').click();
      await window.waitForURL('**/account?at=passkeys&done=enrolled');
      await window.goto(guide.origin(4000));
      await window.locator('button').click();
      const shown = await window.locator('pre', { hasText: 'eyJ' }).textContent({ timeout: 60_000 });
      expect(decodeJwt(shown ?? '')).toMatchObject({ aud: 'pocket', preferred_username: 'ada' });
    } finally {
      await browser.close();
      server.closeAllConnections();
      server.close();
    }
  });

  it('answers one address no more than thirty times a minute', async () => {
    const answers = await Promise.all(Array.from({ length: 35 }, () => sign({})));
    expect(answers.map(({ status }) => status)).toContain(429);
  });
});
