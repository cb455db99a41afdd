import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import { startEdge, type TestEdge } from '../http/start-edge.js';
import {
  addVirtualAuthenticator,
  describeInBrowser,
  launchBrowser,
  type VirtualAuthenticator,
} from '../support/browser.js';
import { expectGood } from '../support/expect-good-page.js';
import { makeClient } from '../support/fixtures.js';
import { findings, unfold } from '../support/page-checks.js';
import { storeVerificationLink } from '../support/verification-link.js';

describeInBrowser('the pages in a browser', () => {
  let edge: TestEdge;
  let app: Server;
  let browser: Browser;
  let client: Client;
  let context: BrowserContext;
  let page: Page;
  let authenticator: VirtualAuthenticator;
  /** Console messages, and requests to other hosts. */
  let complaints: string[];

  const portOf = (server: Server) => (server.address() as AddressInfo).port;

  beforeAll(async () => {
    edge = await startEdge();
    // An application at another origin, which redirects to a third one.
    app = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://app');
      if (pathname !== '/callback') response.end('here');
      else response.writeHead(303, { location: `http://127.0.0.1:${portOf(app)}/inside?${request.method}` }).end();
      request.resume();
    });
    await new Promise<void>((listening) => app.listen(0, 'localhost', listening));
    const issuer = await ensureDefaultIssuer(edge.deps);
    ({ client } = await makeClient(edge.deps, issuer, {
      id: 'wiki',
      name: 'Wiki',
      requirePkce: false,
      registrationEnabled: true,
      accessPolicy: 'PERMITTED_USERS',
      redirect_uris: [`http://localhost:${portOf(app)}/callback`],
    }));
    await makeClient(edge.deps, issuer, { id: 'photos', name: 'Photos', client_uri: 'https://photos.example/' });
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await new Promise((closed) => app.close(closed));
    await edge.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => {
      if (/Content Security Policy|Permissions policy/i.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('request', (request) => {
      const { hostname } = new URL(request.url());
      if (hostname !== 'localhost' && hostname !== '127.0.0.1') complaints.push(request.url());
    });
    authenticator = await addVirtualAuthenticator(page);
  });

  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  const authorizeUrl = (changes: Record<string, string> = {}): string => {
    const asked = {
      client_id: 'wiki',
      response_type: 'code',
      redirect_uri: client.redirect_uris[0] ?? '',
      scope: 'openid',
    };
    return `${edge.origin}/oidc/authorize?${new URLSearchParams({ ...asked, ...changes })}`;
  };

  const register = async (username: string): Promise<void> => {
    await page.goto(authorizeUrl({ prompt: 'create' }));
    await page.fill('#username', username);
    await page.click('#ceremony button');
    await page.waitForURL('**/inside**');
  };

  const problem = async (): Promise<string> => {
    await page.waitForSelector('#status[data-kind=problem]');
    return page.innerText('#status');
  };

  it('are accessible and fit the screen', async () => {
    await page.goto(edge.origin);
    expect(await page.innerText('main')).toContain(`${edge.origin}/enroll/…`);
    await expectGood(page, 'no owner');
    await page.goto(`${edge.origin}/enroll/${await createFirstOwnerCode(edge.deps)}`);
    await expectGood(page, 'enroll');
    await page.click('#ceremony button');
    await page.waitForURL('**/console');
    await page.goto(`${edge.origin}/account`);
    expect(await page.innerText('.greeting + .notice')).toContain('Continue setup');
    await expectGood(page, 'account');
    await unfold(page);
    await expectGood(page, 'account, unfolded');
    await page.fill('#profile-picture', 'no address');
    await page.click('button[value=change-profile]');
    await page.waitForSelector('#profile-picture[aria-invalid=true]:focus');
    await expectGood(page, 'account, refused');
    await page.click('button[value=create-recovery-codes]');
    await page.waitForSelector('#copy:not([hidden])');
    await expectGood(page, 'recovery codes');
    expect(await page.innerText('main')).toContain('Copy the codes to a safe place');
    expect(await page.innerText('main')).not.toContain(`${edge.origin}/recover`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.innerText('main')).toContain(`${edge.origin}/recover`);
    expect(await page.innerText('main')).not.toContain('Copy the codes to a safe place');
    await page.emulateMedia({ media: 'screen' });
    const owner = (await edge.deps.store.users.page({ first: 1 })).items[0]?.record.username ?? '';
    const replaced = await storeVerificationLink(edge.deps, owner, 'ada@example.com');
    const verification = await storeVerificationLink(edge.deps, owner, 'ada@example.com');
    await page.goto(`${edge.origin}${replaced}`);
    await expectGood(page, 'address, refused');
    await page.goto(`${edge.origin}${verification}`);
    await expectGood(page, 'address');
    await page.focus('button[value=verify]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/account?**');
    expect(await page.innerText('.notice:focus')).toBe('Your email address is verified.');
    await page.goto(`${edge.origin}/recover`);
    await expectGood(page, 'recover');
    await page.goto(authorizeUrl());
    await expectGood(page, 'denied');
    await authenticator.setPresence(false);
    await page.click('button[value=other-account]');
    await page.waitForURL('**/login?**');
    await page.waitForSelector('#autofill:not([hidden])');
    await expectGood(page, 'login');
    await page.click('a[href^="/register"]');
    await expectGood(page, 'register');
    await page.goto(`${edge.origin}/oidc/authorize`);
    await expectGood(page, 'error');
    await page.goto(`${edge.origin}/nothing`);
    await expectGood(page, 'not found');
    await page.goto(edge.origin);
    expect(new URL(page.url()).pathname).toBe('/account');
    await unfold(page);
    await page.fill('form:has(button[value=create-api-key]) input[name=name]', 'laptop');
    await page.check('input[name=permission][value="users:read"]');
    await page.click('button[value=create-api-key]');
    await page.waitForSelector('#copy:not([hidden])');
    await expectGood(page, 'API key');
    await page.goto(`${edge.origin}/device?user_code=BCDF-GHJK`);
    await expectGood(page, 'device');
    await page.fill('#user_code', 'BCDF-GHJK');
    await page.click('button[type=submit]');
    await page.waitForSelector('[role=alert]');
    await expectGood(page, 'device, unknown code');
    await page.goto(`${edge.origin}/device?done=allowed`);
    await expectGood(page, 'device, connected');
    await page.goto(`${edge.origin}/oidc/logout?client_id=wiki`);
    await expectGood(page, 'logout');
    await page.click('button[value=sign-out]');
    await page.waitForSelector('h1:has-text("You’re signed out")');
    await expectGood(page, 'signed out');
  });

  it('sign in by autofill, without the button', async () => {
    await register('by-autofill');
    await context.clearCookies();
    await page.goto(authorizeUrl());
    await page.waitForURL('**/inside**');
  });

  it('sign in by the button, with the keyboard', async () => {
    await register('by-button');
    await context.clearCookies();
    await page.addInitScript(() => {
      PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(false);
    });
    await page.goto(authorizeUrl());
    await page.waitForSelector('#ceremony button:enabled');
    expect(await page.isVisible('#username')).toBe(false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Sign in with a passkey');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/inside**');
  });

  it('explain a cancelled sign-in and let the user try again', async () => {
    await register('undecided');
    await context.clearCookies();
    await authenticator.setUserVerified(false);
    await page.goto(authorizeUrl());
    await page.click('#ceremony button:enabled');
    await page.waitForSelector('#status[data-kind=advice]:has-text("No passkey was chosen")');
    expect(await findings(page)).toEqual([]);
    expect(await page.getAttribute('#status', 'role')).toBe('status');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('status');
    await authenticator.setUserVerified(true);
    await page.click('#ceremony button:enabled');
    await page.waitForURL('**/inside**');
  });

  it('explain that a passkey was removed', async () => {
    await register('removed');
    const user = await edge.deps.store.users.findByUsername('removed');
    if (user) await edge.deps.store.users.update(user, { passkeyIds: [] });
    await context.clearCookies();
    await page.goto(authorizeUrl());
    expect(await problem()).toContain('This passkey didn’t work');
  });

  it('explain at the field that a username is taken or invalid', async () => {
    await register('taken');
    await context.clearCookies();
    await page.goto(authorizeUrl({ prompt: 'create' }));
    for (const [username, sentence] of [
      ['Taken', 'This username is taken'],
      ['two words', 'This username isn’t valid'],
    ] as const) {
      await page.fill('#username', username);
      await page.click('#ceremony button:enabled');
      await page.waitForFunction(
        (text) => document.querySelector('#username-problem')?.textContent?.includes(text),
        sentence,
      );
      const [focused, describedBy, invalid] = await page.evaluate(() => [
        document.activeElement?.id,
        document.activeElement?.getAttribute('aria-describedby'),
        document.activeElement?.getAttribute('aria-invalid'),
      ]);
      expect([focused, describedBy, invalid]).toEqual(['username', 'username-problem', 'true']);
      expect(await page.innerText('#status')).toBe('');
      expect(await page.isVisible('#username-hint')).toBe(false);
      await expectGood(page, 'register, refused');
    }
  });

  it('explain an unreachable server, too many attempts and an expired interaction', async () => {
    await authenticator.setPresence(false);
    await page.goto(authorizeUrl());
    const answers = [
      [{ abort: true }, 'We can’t reach the server'],
      [{ status: 429, error: 'rate_limited' }, 'Too many attempts'],
      [{ status: 400, error: 'interaction_expired' }, 'This sign-in has expired'],
      [{ status: 500, error: 'server_error' }, 'Something went wrong on our side'],
    ] as const;
    for (const [answer, sentence] of answers) {
      await page.route('**/passkeys/**', (route) =>
        'abort' in answer ? route.abort() : route.fulfill({ status: answer.status, json: { error: answer.error } }),
      );
      await page.reload();
      expect(await problem()).toContain(sentence);
      await page.unroute('**/passkeys/**');
    }
  });

  it('explain that the browser has no passkeys', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'PublicKeyCredential', { value: undefined });
    });
    await page.goto(authorizeUrl());
    expect(await problem()).toContain('This browser doesn’t support passkeys');
    expect(await page.isDisabled('#ceremony button')).toBe(true);
  });

  it('explain that the address is not secure', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'PublicKeyCredential', { value: undefined });
      Object.defineProperty(globalThis, 'isSecureContext', { value: false });
    });
    await page.goto(authorizeUrl());
    expect(await problem()).toContain('doesn’t allow passkeys at this address');
  });

  it.each([
    [true, false],
    [false, true],
  ])('point to other devices only if this device cannot store passkeys: it can %s, they do %s', async (keeps, says) => {
    await authenticator.setPresence(false);
    await page.addInitScript((value) => {
      PublicKeyCredential.getClientCapabilities = () =>
        Promise.resolve({ userVerifyingPlatformAuthenticator: value, conditionalGet: false });
    }, keeps);
    await page.goto(authorizeUrl());
    await page.waitForSelector('#ceremony button:enabled');
    if (says) await page.waitForSelector('#elsewhere:not([hidden])');
    expect(await page.isVisible('#elsewhere')).toBe(says);
    expect(await page.isVisible('#username')).toBe(false);
    await expectGood(page, 'login, elsewhere');
  });

  it('explain that passkeys need JavaScript', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const tab = await plain.newPage();
    await tab.goto(`${edge.origin}/login`);
    expect(await tab.innerText('main')).toContain('Passkeys need JavaScript');
    expect(await tab.isVisible('#username')).toBe(false);
    await plain.close();
  });

  it('add a passkey on a new device, but not on one that has a passkey', async () => {
    await register('collector');
    await page.goto(`${edge.origin}/account`);
    await page.click('#ceremony button:enabled');
    expect(await problem()).toContain('This device already has a passkey for this account');
    await authenticator.remove();
    await addVirtualAuthenticator(page);
    await page.click('#ceremony button:enabled');
    await page.waitForSelector('[aria-labelledby=passkeys] .row:nth-child(2) .row-title');
    expect(await page.locator('[aria-labelledby=passkeys] .row').count()).toBe(2);
    expect(await page.innerText('[aria-labelledby=passkeys] .notice:focus')).toBe('Passkey added.');
  });

  it('ask for a new sign-in before a passkey is added if the last one is too old', async () => {
    await register('long-ago');
    const user = await edge.deps.store.users.findByUsername('long-ago');
    const { items } = await edge.deps.store.sessions.page({ first: 1 }, { userId: user?.id });
    const session = items[0]?.record;
    if (session === undefined) throw new Error('no session');
    const authenticatedAt = new Date(session.authenticatedAt.getTime() - 600_000);
    await edge.deps.store.sessions.update(session, { authenticatedAt });
    await page.goto(`${edge.origin}/account`);
    await authenticator.setPresence(false);
    await page.click('#ceremony button:enabled');
    await page.waitForURL('**/login?again=passkeys');
    expect(await page.innerText('h1')).toBe('Confirm it’s you');
    expect(await page.innerText('main')).toContain('use your passkey to continue in your account');
    expect(await page.getAttribute('.otherwise p:last-child a', 'href')).toBe('/account');
    await authenticator.setPresence(true);
    await page.click('#ceremony button:enabled');
    await page.waitForURL('**/account?**');
    expect(await page.innerText('[aria-labelledby=passkeys] .notice')).toContain(
      'If your browser doesn’t ask by itself',
    );
  });

  it('lead by form_post to an application that redirects elsewhere', async () => {
    await register('elsewhere');
    await page.goto(authorizeUrl({ response_mode: 'form_post' }));
    await page.waitForURL(`http://127.0.0.1:${portOf(app)}/inside?POST`);
    const permissions = await edge.deps.store.permissions.pageOfClient(client.generation, { first: 100 });
    await Promise.all(permissions.items.map(({ record }) => edge.deps.store.permissions.delete(record.id)));
    await page.goto(authorizeUrl());
    await page.click('button[value=back]');
    await page.waitForURL(`http://127.0.0.1:${portOf(app)}/inside?GET`);
  });

  it('ask for consent and continue with the answer', async () => {
    await register('consenting');
    const links = { client_uri: 'https://wiki.example/', policy_uri: 'https://wiki.example/privacy' };
    const scopes = ['openid', 'profile', 'email', 'phone', 'offline_access'];
    const claimRules = [{ claim: 'teams', expression: '["a", "b", "c", "d", "e", "f"]' }];
    const changes = { consent: 'ALWAYS', scopes, claimRules, ...links } as const;
    const before = await edge.deps.store.clients.find(client.id);
    if (before) await edge.deps.store.clients.update(before, changes);
    const user = await edge.deps.store.users.findByUsername('consenting');
    const profile = { email: 'consenting@example.com', email_verified: true, given_name: 'x'.repeat(130) };
    if (user) await edge.deps.store.users.update(user, profile);
    await page.goto(authorizeUrl({ scope: scopes.join(' ') }));
    await page.waitForURL('**/consent?**');
    expect(await page.innerText('.ticks')).toContain('consenting@example.com (verified)');
    expect(await page.innerText('main .hint')).toContain('See your phone number');
    await page.focus('summary');
    await page.keyboard.press('Enter');
    expect(await page.innerText('details')).toContain('x'.repeat(130));
    await expectGood(page, 'consent');
    await page.focus('button[value=allow]');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/inside**');
    await page.goto(authorizeUrl());
    await page.click('button[value=deny]');
    await page.waitForURL('**/inside**');
    const after = await edge.deps.store.clients.find(client.id);
    if (after) await edge.deps.store.clients.update(after, { consent: 'NEVER', claimRules: [] });
  });

  it('sign the user out', async () => {
    await register('leaving');
    await page.goto(`${edge.origin}/account`);
    await authenticator.setPresence(false);
    await page.click('button[value=sign-out]');
    await page.waitForURL('**/login?signed_out');
    expect(await page.innerText('main')).toContain('You’re signed out.');
    await page.goto(`${edge.origin}/account`);
    expect(new URL(page.url()).pathname).toBe('/login');
  });
});
