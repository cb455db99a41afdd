import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findInteraction } from '../../src/access/interaction/interaction.js';
import { continueFlow } from '../../src/access/interaction/interaction-flow.js';
import { signOutUser } from '../../src/access/sessions/sign-out.js';
import { finishSignIn } from '../../src/forward-auth/finish-sign-in.js';
import { forwardAuthFlow } from '../../src/forward-auth/forward-auth-flow.js';
import { signOutOfSite } from '../../src/forward-auth/sign-out.js';
import { findSite, type Site, type SiteOrigin } from '../../src/forward-auth/site.js';
import { handleText, newSecret, readHandle } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import { authorize as authorizeOidc } from '../../src/oidc/authorization/authorize.js';
import {
  BROWSER_HASH,
  basicHeader,
  browserWith,
  errorOf,
  queryOf,
  refusalOf,
  requestToken,
} from '../support/authorization.js';
import { countingStore } from '../support/counting-store.js';
import type { FrozenClock } from '../support/deps.js';
import { makeClient, makeUser, permit, signInAs } from '../support/fixtures.js';
import { openWorld } from '../support/world.js';
import { authorize, begin, CALLER, codeAt, decide, makeSite, signInAtSite, WIKI } from './site-world.js';

const SHOP: SiteOrigin = { scheme: 'https', host: 'shop.example:8443' };

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let wiki: Client;
let user: User;
let cookie: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  wiki = await makeSite(deps, issuer, ['wiki.example', 'docs.example']);
  await makeSite(deps, issuer, [SHOP.host], { accessPolicy: 'PERMITTED_USERS' });
});
afterAll(() => deps.store.close());
beforeEach(async () => {
  user = await makeUser(deps);
  ({ cookie } = await signInAs(deps, user));
  clock.advance(1);
});

const isAllowed = async (sitecookie: string | undefined, origin = WIKI) =>
  (await decide(deps, { cookie: sitecookie, origin })).kind === 'allowed';

describe('A sign-in at a protected host', () => {
  it('leads from the host to this server and back to the path that the user opened', async () => {
    const decision = await decide(deps, { target: '/reports?year=2040&x=%20' });
    const start = new URL(decision.kind === 'signIn' ? decision.url : '');
    expect([start.origin, start.pathname]).toEqual(['https://wiki.example', '/.passgraph/start']);
    expect(start.searchParams.get('rd')).toBe('/reports?year=2040&x=%20');
    const { url, site, secret, code } = await codeAt(deps, WIKI, cookie, '/reports?year=2040&x=%20');
    expect([url.origin, url.pathname, [...url.searchParams.keys()]]).toEqual([
      'https://wiki.example',
      '/.passgraph/callback',
      ['code'],
    ]);
    const done = await finishSignIn(deps, site, { code, browserSecrets: ['other', secret], caller: CALLER });
    expect(done.target).toBe('/reports?year=2040&x=%20');
    expect(await decide(deps, { cookie: done.cookie, isNavigation: false, method: 'POST' })).toMatchObject({
      kind: 'allowed',
      headers: { 'Remote-User': user.username, 'Remote-Name': 'Ada Lovelace', 'Remote-Email': 'ada@example.org' },
    });
  });

  it('and each later request are uses of the client', async () => {
    const lastUse = async () => {
      await deps.clientUses.store();
      return (await deps.store.clients.find(wiki.id))?.lastUsedAt;
    };
    const { site, secret, code } = await codeAt(deps, WIKI, cookie, '/');
    expect(await lastUse()).toEqual(clock.now());
    const done = await finishSignIn(deps, site, { code, browserSecrets: [secret], caller: CALLER });
    clock.advance(1);
    await decide(deps, { cookie: 'unknown' });
    expect(await lastUse()).not.toEqual(clock.now());
    await decide(deps, { cookie: done.cookie });
    expect(await lastUse()).toEqual(clock.now());
  });

  it('asks a user without a session to sign in, and continues afterwards', async () => {
    const { handle, site, secret } = await begin(deps, WIKI, '/a');
    const answer = await authorize(deps, handle, undefined);
    const [, id = ''] = (answer.kind === 'interaction' ? answer.location : '').split('/login?interaction=');
    const open = await findInteraction(deps, id, BROWSER_HASH, cookie);
    if (open === undefined) throw new Error('an interaction was expected');
    expect(JSON.stringify(open.interaction)).not.toContain(secret);
    const finished = await continueFlow(deps, forwardAuthFlow, open, browserWith(cookie));
    const code = new URL(finished.kind === 'redirect' ? finished.url : '').searchParams.get('code') ?? '';
    const done = await finishSignIn(deps, site, { code, browserSecrets: [secret], caller: CALLER });
    expect(await isAllowed(done.cookie)).toBe(true);
  });

  it('shows a user without access that they have none', async () => {
    const { handle } = await begin(deps, SHOP);
    expect(await authorize(deps, handle, cookie)).toMatchObject({
      kind: 'interaction',
      location: expect.stringMatching(/^\/denied\?/),
    });
  });

  it('sends only navigations to the sign-in', async () => {
    expect(await decide(deps, { isNavigation: false })).toEqual({ kind: 'signInRequired' });
    expect(await decide(deps, { target: '/.passgraph/start' })).toEqual({ kind: 'signInRequired' });
  });

  it('never begins for a host that no client protects', async () => {
    for (const host of ['evil.example', 'wiki.example.', 'x.wiki.example', 'wiki.example:444', 'shop.example']) {
      expect(await decide(deps, { origin: { scheme: 'https', host } })).toEqual({ kind: 'unknownHost' });
    }
    expect(await decide(deps, { origin: undefined })).toEqual({ kind: 'unknownHost' });
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'evil',
    '',
    '/a\\b',
    '/\t/evil',
    '/.passgraph/sign-out',
  ])('returns to the start page instead of %j', async (returnTo) =>
    expect((await signInAtSite(deps, WIKI, cookie, returnTo)).target).toBe('/'),
  );

  it('takes one read for each request of a signed-in user', async () => {
    const done = await signInAtSite(deps, WIKI, cookie);
    await isAllowed(done.cookie);
    const calls: string[] = [];
    const store = countingStore(deps.store, calls);
    expect(await decide({ ...deps, store }, { cookie: done.cookie })).toMatchObject({ kind: 'allowed' });
    expect(calls).toEqual(['readLive']);
  });
});

describe('The code of a sign-in', () => {
  const finish = (code: string, secrets: string[], origin = WIKI) =>
    findSite(deps, origin).then((site) => {
      if (site === undefined) throw new Error('a site was expected');
      return finishSignIn(deps, site, { code, browserSecrets: secrets, caller: CALLER });
    });

  it('works once', async () => {
    const { code, secret } = await codeAt(deps, WIKI, cookie);
    const tries = await Promise.allSettled([finish(code, [secret]), finish(code, [secret]), finish(code, [secret])]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await refusalOf(finish(code, [secret]));
  });

  it('works only in the browser that began the sign-in', async () => {
    const { code, secret } = await codeAt(deps, WIKI, cookie);
    for (const secrets of [[], [newSecret(deps.random)], ['']]) {
      expect((await refusalOf(finish(code, secrets))).error).toBe('invalid_grant');
    }
    expect((await finish(code, [secret])).target).toBe('/');
  });

  it('works only at the host at which the sign-in began, even if another host is of the same client', async () => {
    const { code, secret } = await codeAt(deps, WIKI, cookie);
    await refusalOf(finish(code, [secret], { scheme: 'https', host: 'docs.example' }));
    const permitted = await deps.store.clients.find((await findSite(deps, SHOP))?.client.id ?? '');
    await permit(deps, permitted as Client, user);
    await refusalOf(finish(code, [secret], SHOP));
    expect((await finish(code, [secret])).target).toBe('/');
  });

  it('works for a minute', async () => {
    const { code, secret } = await codeAt(deps, WIKI, cookie);
    clock.advance(60);
    await refusalOf(finish(code, [secret]));
  });

  it('does not work if it is guessed, empty or the cookie', async () => {
    const { code, secret } = await codeAt(deps, WIKI, cookie);
    const { id = '' } = readHandle(code) ?? {};
    for (const wrong of ['', id, handleText({ id, secret: newSecret(deps.random) }), `${code}x`]) {
      await refusalOf(finish(wrong, [secret]));
    }
    const done = await finish(code, [secret]);
    await refusalOf(finish(done.cookie, [secret]));
    expect(await isAllowed(code)).toBe(false);
  });

  it('is no authorization code, and no authorization code is such a code', async () => {
    const { client, secret } = await makeClient(deps, issuer, {
      integrations: ['OIDC', 'FORWARD_AUTH'],
      forwardAuth: { hosts: ['both.example'], rules: [], userHeader: 'USERNAME' },
    });
    const host = { id: 'both.example', clientId: client.id, clientGeneration: client.generation };
    await deps.store.protectedHosts.insert(host);
    const both: SiteOrigin = { scheme: 'https', host: host.id };
    const sign = await codeAt(deps, both, cookie);
    const form = { grant_type: 'authorization_code', code: sign.code, code_verifier: sign.secret };
    expect((await refusalOf(requestToken(deps, issuer, form, basicHeader(client, secret)))).error).toBe(
      'invalid_grant',
    );
    const parameters = queryOf(client, { code_challenge: undefined, code_challenge_method: undefined });
    const answer = await authorizeOidc(deps, issuer, { parameters, ...browserWith(cookie) });
    const code = new URL(answer.kind === 'redirect' ? answer.url : '').searchParams.get('code') ?? '';
    await refusalOf(finish(code, [sign.secret], both));
  });

  it('is issued only for a request that this server stored itself', async () => {
    const { handle } = await begin(deps, WIKI);
    const request_uri = `urn:ietf:params:oauth:request_uri:${handle}`;
    const parameters: [string, string][] = [
      ['client_id', wiki.id],
      ['request_uri', request_uri],
    ];
    expect(errorOf(await authorizeOidc(deps, issuer, { parameters, ...browserWith(cookie) }))).toBe(
      'invalid_request_uri',
    );
    for (const made of ['', 'x', handle.slice(0, -1), `${readHandle(handle)?.id}.${newSecret(deps.random)}`]) {
      expect(errorOf(await authorize(deps, made, cookie))).toBe('invalid_request');
    }
  });

  it('is issued once for each sign-in that began', async () => {
    const { handle } = await codeAt(deps, WIKI, cookie);
    expect(errorOf(await authorize(deps, handle, cookie))).toBe('invalid_request');
  });

  it('is not issued after five minutes, or after the host was given to another client', async () => {
    const old = await begin(deps, WIKI);
    clock.advance(300);
    expect(errorOf(await authorize(deps, old.handle, cookie))).toBe('invalid_request');
  });
});

describe('A user who is signed in at a protected host', () => {
  let site: string;
  beforeEach(async () => {
    site = (await signInAtSite(deps, WIKI, cookie)).cookie;
    expect(await isAllowed(site)).toBe(true);
  });

  it('is not signed in at another host', async () => {
    expect(await isAllowed(site, { scheme: 'https', host: 'docs.example' })).toBe(false);
    expect(await isAllowed(site, { scheme: 'http', host: 'wiki.example' })).toBe(false);
  });

  it('loses access when the session ends anywhere', async () => {
    const [record] = (await deps.store.sessions.page({ first: 1 }, { userId: user.id })).items;
    if (record === undefined) throw new Error('a session was expected');
    await signOutUser(deps, { user, session: record.record }, CALLER);
    expect(await isAllowed(site)).toBe(false);
  });

  it('signs out everywhere with the sign-out of the host', async () => {
    await signOutOfSite(deps, WIKI, site, CALLER);
    expect(await isAllowed(site)).toBe(false);
    const { handle } = await begin(deps, WIKI);
    expect(await authorize(deps, handle, cookie)).toMatchObject({ kind: 'interaction' });
  });

  it('loses access when the permission is withdrawn', async () => {
    const shop = (await findSite(deps, SHOP))?.client as Client;
    const permission = await permit(deps, shop, user);
    const other = (await signInAtSite(deps, SHOP, cookie)).cookie;
    expect(await isAllowed(other, SHOP)).toBe(true);
    await deps.store.permissions.delete(permission);
    expect(await isAllowed(other, SHOP)).toBe(false);
  });

  it('loses access when the user is disabled or the grants of the user are revoked', async () => {
    const seen = await deps.store.users.find(user.id);
    if (seen === undefined) throw new Error('a user was expected');
    await deps.store.users.update(seen, { grantEpoch: seen.grantEpoch + 1 });
    expect(await isAllowed(site)).toBe(false);
  });

  it('stays signed in while the application is used, until the session expires', async () => {
    for (let hours = 0; hours < 30; hours += 10) {
      clock.advance(36_000);
      expect(await isAllowed(site)).toBe(true);
      await new Promise((written) => setImmediate(written));
    }
    clock.advance(86_401);
    expect(await isAllowed(site)).toBe(false);
  });

  it('signs in again after the defaultMaxAge of the client, which counts only at the sign-in if it is 0', async () => {
    const setAge = async (defaultMaxAge: number | undefined) => {
      const { client } = (await findSite(deps, WIKI)) as Site;
      await deps.store.clients.update(client, { defaultMaxAge });
    };
    await setAge(60);
    expect(await isAllowed(site)).toBe(true);
    clock.advance(60);
    expect(await isAllowed(site)).toBe(false);
    expect(await authorize(deps, (await begin(deps, WIKI)).handle, cookie)).toMatchObject({ kind: 'interaction' });
    await setAge(0);
    expect(await isAllowed(site)).toBe(true);
    expect(await authorize(deps, (await begin(deps, WIKI)).handle, cookie)).toMatchObject({ kind: 'interaction' });
    await setAge(undefined);
  });

  describe('and signs in again in the same browser', () => {
    const signInAgain = async (replaced: string, origin = WIKI) => {
      const { site: at, secret, code } = await codeAt(deps, origin, cookie);
      return (await finishSignIn(deps, at, { code, browserSecrets: [secret], replaced, caller: CALLER })).cookie;
    };
    const idOf = (text: string) => readHandle(text)?.id ?? '';
    const revocations = async () => {
      const { items } = await deps.store.auditEvents.page({ first: 100 }, 'NEWEST_FIRST', { types: ['TOKEN_REVOKED'] });
      return items.map(({ record }) => record).filter(({ userId }) => userId === user.id);
    };

    it('has one grant, because the first one is revoked with an event of its own', async () => {
      const next = await signInAgain(site);
      expect([await isAllowed(site), await isAllowed(next)]).toEqual([false, true]);
      const count = await deps.store.grants.count({ userId: user.id, standingAt: clock.now() });
      expect(count).toBe(1);
      expect(await revocations()).toMatchObject([
        { resourceId: idOf(site), clientId: wiki.id, detail: { host: 'wiki.example', reason: 'replaced' } },
      ]);
      await signInAgain(site);
      expect(await revocations()).toHaveLength(1);
    });

    it('keeps the grant if the browser does not have its whole cookie, or has it from another host', async () => {
      for (const wrong of [idOf(site), `${idOf(site)}.${newSecret(deps.random)}`, '', 'x.y', cookie]) {
        await signInAgain(wrong);
      }
      await signInAgain(site, { scheme: 'https', host: 'docs.example' });
      expect([await isAllowed(site), await revocations()]).toEqual([true, []]);
    });

    it('keeps the grant if the new sign-in fails', async () => {
      const { site: at, secret, code } = await codeAt(deps, WIKI, cookie);
      const finish = (secrets: string[]) =>
        finishSignIn(deps, at, { code, browserSecrets: secrets, replaced: site, caller: CALLER });
      await refusalOf(finish([]));
      expect(await isAllowed(site)).toBe(true);
      const { cookie: next } = await finish([secret]);
      await refusalOf(finish([secret]));
      expect(await isAllowed(next)).toBe(true);
    });

    it('can do so in two tabs at once', async () => {
      const both = await Promise.all([signInAgain(site), signInAgain(site)]);
      expect([await isAllowed(site), ...(await Promise.all(both.map((one) => isAllowed(one))))]).toEqual([
        false,
        true,
        true,
      ]);
    });
  });

  it('is recognized by the whole cookie', async () => {
    const { id = '' } = readHandle(site) ?? {};
    for (const wrong of [id, `${id}.${newSecret(deps.random)}`, `${site}x`, cookie, '']) {
      expect(await isAllowed(wrong)).toBe(false);
    }
  });
});
