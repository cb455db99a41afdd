import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/server';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { parse } from 'yaml';
import { openCommands } from '../support/configuration-commands.js';
import { startLogoutReceiver } from '../support/logout-receiver.js';
import { signInAt } from '../support/people.js';
import { answerConsent, CALLBACK, type Read } from '../support/relying-party.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnMongodb } from '../support/stores.js';
import { restorePerson } from '../support/upgrade/kept-person.js';
import {
  copyMongodbFixture,
  copySqliteFixture,
  type FixtureCopy,
  startUpgraded,
  type UpgradedServer,
} from '../support/upgrade/upgraded-server.js';
import { newUserAgent } from '../support/user-agent.js';
import { startWebhookReceiver } from '../support/webhook-receiver.js';

/** The versions whose databases are opened: `make-upgrade-fixture.ts` made each with the code of that version. */
const VERSIONS = ['0.1.0'];
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** People with a session of before the upgrade. */
const SIGNED_IN = ['owner', 'ada', 'grace', 'linus', 'ursula', 'eve', 'mallory', 'ruth'];

function tests(copy: () => Promise<FixtureCopy>) {
  return () => {
    let fixture: FixtureCopy;
    let server: UpgradedServer;

    beforeAll(async () => {
      fixture = await copy();
      server = await startUpgraded(fixture);
    });
    afterAll(async () => {
      await server.stop();
      await fixture.database.drop();
    });

    const outcome = ({ status, body }: Read): unknown => [status, body.error];
    const codeOf = (back: URL) => back.searchParams.get('code') ?? `no code: ${back}`;
    const subjectOf = async (client: string, code: string): Promise<unknown> => {
      const answer = await server.side.redeem(client, code);
      expect(outcome(answer)).toEqual([200, undefined]);
      return decodeJwt(answer.body.id_token).sub;
    };
    const idOf = (username: string) => server.person(username).id;
    const elsewhere = (username: string) => ({
      ...server.person(username),
      agent: newUserAgent(server.facts.issuer),
    });
    const entriesOf = <T>(record: Readonly<Record<string, T>>): [string, T][] => {
      const entries = Object.entries(record);
      expect(entries.length).toBeGreaterThan(0);
      return entries;
    };
    const createLink = async (username: string, url: string) => {
      const agent = newUserAgent(server.facts.issuer);
      const authenticator = softwareAuthenticator({ origin: server.facts.issuer });
      const asked = { enrolment: new URL(url).pathname.split('/').at(-1) };
      const options = await agent.postJson('/passkeys/registration/options', asked);
      const response = authenticator.create(options.json() as unknown as CreationOptions);
      return { username, agent, status: (await agent.postJson('/passkeys/registration/verify', response)).status };
    };

    describe('the configuration', () => {
      it('is exported as before the upgrade, with the settings that are new', async () => {
        const commands = await openCommands(server.facts.issuer, server.facts.bootstrapApiKey);
        const text = await commands.export();
        await commands.close();
        const before = parse(server.facts.configuration);
        const newSettings = {
          redirectUriPolicy: 'STRICT',
          groupsClaimFormat: 'IDS',
          claimRules: [],
          requireDeviceBound: false,
          askEmail: false,
        };
        const clients = before.clients.map((client: object) => ({ ...client, ...newSettings }));
        const scopes = before.scopes.map((scope: object) => ({ ...scope, requiresRole: false }));
        const added = { serverSettings: {}, roles: [], roleAssignments: [] };
        expect(parse(text)).toEqual({ ...before, clients, scopes, ...added });
      });

      it('keeps the signing keys of each issuer, and publishes the same', async () => {
        for (const [path, kids] of entriesOf(server.facts.publishedKeys)) {
          const response = await fetch(`${server.facts.issuer}${path}/oidc/jwks`);
          const { keys } = (await response.json()) as { keys: { kid: string }[] };
          expect([path, keys.map(({ kid }) => kid).toSorted()]).toEqual([path, kids]);
        }
      });

      it('keeps the secrets of clients: Basic signs with one', async () => {
        const path = `/auth/login/wiki?redirectUri=${encodeURIComponent(CALLBACK)}`;
        const { location } = await server.person('ada').agent.get(path);
        const key = new TextEncoder().encode(server.facts.clients.wiki?.secret);
        const token = location?.searchParams.get('token') ?? '';
        const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], currentDate: server.clock.now() });
        expect(payload).toMatchObject({ sub: idOf('ada'), clientId: 'wiki', username: 'ada' });
      });
    });

    describe('people', () => {
      it.each(SIGNED_IN)('are still signed in by their session cookie: %s', async (username) => {
        const back = await server.side.authorize(server.person(username), 'wiki', { prompt: 'none' });
        expect(await subjectOf('wiki', codeOf(back))).toBe(idOf(username));
      });

      it.each(SIGNED_IN)('sign in with each of their passkeys: %s', async (username) => {
        const { authenticators, id } = server.person(username);
        expect(authenticators.length).toBeGreaterThan(0);
        for (const authenticator of authenticators) {
          const person = { ...elsewhere(username), authenticator };
          await signInAt(person, new URL('/login', server.facts.issuer));
          const back = await server.side.authorize(person, 'wiki', { prompt: 'none' });
          expect(await subjectOf('wiki', codeOf(back))).toBe(id);
        }
      });

      it('who were disabled stay out', async () => {
        await expect(signInAt(elsewhere('bob'), new URL('/login', server.facts.issuer))).rejects.toThrow();
        const back = await server.side.authorize(server.person('bob'), 'wiki', { prompt: 'none' });
        expect(back.searchParams.get('error')).toBe('login_required');
      });

      it('are recognised by an ID token of each signing key', async () => {
        for (const [name, id_token_hint] of entriesOf(server.facts.idTokens)) {
          const back = await server.side.authorize(server.person('ada'), 'wiki', { prompt: 'none', id_token_hint });
          expect([name, back.searchParams.get('error'), await subjectOf('wiki', codeOf(back))]).toEqual([
            ...[name, null],
            idOf('ada'),
          ]);
        }
      });

      it('have roles as before: the API takes what an owner and a user manager may do', async () => {
        const query = 'query ($id: ID!) { user(id: $id) { adminRole passkeys { id } recoveryCodesLeft } }';
        const user = async (username: string) =>
          (await server.graphql<object>(query, { id: idOf(username) })) as object;
        expect(await user('owner')).toMatchObject({ user: { adminRole: 'OWNER', passkeys: [expect.anything()] } });
        expect(await user('ursula')).toMatchObject({ user: { adminRole: 'USER_MANAGER' } });
        expect(await user('ada')).toMatchObject({ user: { adminRole: null, passkeys: { length: 2 } } });
        expect(await user('ruth')).toMatchObject({ user: { recoveryCodesLeft: 10 } });
      });

      it('register with an enrolment link that was open, once', async () => {
        const { username, url } = server.facts.pending.enrolmentLink;
        const { agent, status } = await createLink(username, url);
        expect(status).toBe(200);
        expect((await agent.get('/account')).text).toContain(username);
        await expect(createLink(username, url)).rejects.toThrow();
      });

      it('recover with a code that they had, once, and their sessions end', async () => {
        const { username, codes } = server.facts.pending.recovery;
        const recover = async () => {
          const agent = newUserAgent(server.facts.issuer);
          const asked = { username, recoveryCode: codes[3] };
          const options = await agent.postJson('/passkeys/registration/options', asked);
          if (options.status !== 200) return options.status;
          const authenticator = softwareAuthenticator({ origin: server.facts.issuer });
          const response = authenticator.create(options.json() as unknown as CreationOptions);
          return (await agent.postJson('/passkeys/registration/verify', response)).status;
        };
        expect(await recover()).toBe(200);
        expect(await recover()).toBe(400);
        const back = await server.side.authorize(server.person(username), 'wiki', { prompt: 'none' });
        expect(back.searchParams.get('error')).toBe('login_required');
      });
    });

    describe('what was begun before', () => {
      it('is a sign-in: the challenge is answered, and leads back to the client', async () => {
        const { person: kept, options } = server.facts.pending.signIn;
        const person = restorePerson(server.facts.issuer, kept);
        const response = person.authenticator.get(options as unknown as RequestOptions);
        const done = await person.agent.postJson('/passkeys/authentication/verify', response);
        expect(done.status).toBe(200);
        const back = (await person.agent.follow(done.json<{ next: string }>().next)).location as URL;
        expect(await subjectOf('wiki', codeOf(back))).toBe(kept.id);
      });

      it('is a consent: what the page asked is answered', async () => {
        const { person, page } = server.facts.pending.consent;
        const { code = 'no code' } = await answerConsent(server.person(person), new URL(page), 'allow');
        expect(await subjectOf('asking', code)).toBe(idOf(person));
      });

      it('is a code, which is redeemed once', async () => {
        const { client, code } = server.facts.pending.code;
        expect(await subjectOf(client, code)).toBe(idOf('ada'));
        expect(outcome(await server.side.redeem(client, code))).toEqual([400, 'invalid_grant']);
      });

      it('is a pushed request', async () => {
        const { client, requestUri: request_uri } = server.facts.pending.pushedRequest;
        const query = new URLSearchParams({ client_id: client, request_uri });
        const { location } = await server.person('ada').agent.get(`/oidc/authorize?${query}`);
        expect(location?.searchParams.get('state')).toBe('pushed');
        expect(await subjectOf(client, codeOf(location as URL))).toBe(idOf('ada'));
      });

      it('is a device that was allowed, and one that waits', async () => {
        const { allowedDevice, device } = server.facts.pending;
        const poll = (device_code: string) => server.side.token('tv', { grant_type: DEVICE_CODE, device_code });
        const { body } = await poll(allowedDevice.deviceCode);
        expect(decodeJwt(body.id_token).sub).toBe(idOf('grace'));
        expect(outcome(await poll(device.deviceCode))).toEqual([400, 'authorization_pending']);
        const grace = server.person('grace');
        const entered = (await grace.agent.postForm('/device', { user_code: device.userCode })).location;
        const page = entered?.pathname === '/consent' ? entered : (await grace.agent.get(entered?.href ?? '')).location;
        await answerConsent(grace, page, 'allow');
        server.clock.advance(5);
        expect(decodeJwt((await poll(device.deviceCode)).body.id_token).sub).toBe(idOf('grace'));
      });
    });

    describe('access tokens', () => {
      it('in life are introspected as before', async () => {
        for (const [name, { asker, token, introspection }] of entriesOf(server.facts.accessTokens)) {
          const { body } = await server.side.introspect(asker, token);
          expect({ name, ...body }).toMatchObject({ name, ...introspection });
        }
      });

      it('in life release the claims of their user', async () => {
        const withUser = entriesOf(server.facts.accessTokens).filter(
          ([, { introspection }]) =>
            String(introspection.scope).split(' ').includes('openid') && introspection.auth_time,
        );
        expect(withUser.length).toBeGreaterThan(8);
        for (const [name, { asker, token, introspection, dpopKey }] of withUser) {
          const { status, body } = await server.side.userinfo(asker, token, dpopKey);
          expect([name, status, body.sub]).toEqual([name, 200, introspection.sub]);
        }
      });

      it('that are JWTs verify under the published keys', async () => {
        const jwts = entriesOf(server.facts.accessTokens).filter(([, { token }]) => token.startsWith('eyJ'));
        expect(jwts.length).toBeGreaterThan(4);
        for (const [, { token }] of jwts) {
          const issuer = String(decodeJwt(token).iss);
          const options = { issuer, typ: 'at+jwt', currentDate: server.clock.now() };
          await jwtVerify(token, createRemoteJWKSet(new URL(`${issuer}/oidc/jwks`)), options);
        }
      });

      it('of the administration API are taken there', async () => {
        const { token } = server.facts.accessTokens['for administration'] ?? { token: '' };
        const { viewer } = await server.graphql<{ viewer: object }>('{ viewer { kind permissions } }', {}, token);
        expect(viewer).toEqual({ kind: 'CLIENT', permissions: ['users:read', 'apiKeys:write'] });
      });

      it('that were revoked, or are of an earlier client, group or issuer, count for nothing', async () => {
        const query = 'query ($token: String!) { introspectToken(input: { token: $token }) { active } }';
        for (const [name, { asker, token }] of entriesOf(server.facts.deadTokens)) {
          const { body } = await server.side.introspect(asker, token);
          expect([name, body]).toEqual([name, { active: false }]);
          expect([name, (await server.side.userinfo(asker, token)).status]).toEqual([name, 401]);
          expect([name, await server.graphql(query, { token })]).toEqual([
            name,
            { introspectToken: { active: false } },
          ]);
          expect([name, outcome(await server.side.refresh(asker, token))]).toEqual([name, [400, 'invalid_grant']]);
        }
      });
    });

    describe('refresh tokens', () => {
      const chain = (name: string) => {
        const kept = server.facts.chains[name];
        if (kept === undefined) throw new Error(`The fixture has no chain ${name}.`);
        return { ...kept, newest: kept.tokens.at(-1) ?? '', oldest: kept.tokens[0] ?? '' };
      };
      const refresh = (name: string, token: string, dpopKey = chain(name).dpopKey) =>
        server.side.refresh(chain(name).client, token, dpopKey);
      const REFUSED = [400, 'invalid_grant'];

      it.each([
        ...['unrotated', 'rotatedOnce', 'rotatedTwice', 'ofGroupMember', 'ofPermittedUser', 'ofOtherIssuer'],
        'withConsent',
      ])('are replaced again and again: %s', async (name) => {
        let token = chain(name).newest;
        for (let count = 0; count < 2; count += 1) {
          const answer = await refresh(name, token);
          expect(outcome(answer)).toEqual([200, undefined]);
          expect(answer.body.refresh_token).not.toBe(token);
          expect((await server.side.introspect(chain(name).client, answer.body.access_token)).body.active).toBe(true);
          token = answer.body.refresh_token;
        }
      });

      it('whose successor was never used are replaced once more, and the successor is retired', async () => {
        const [lost = '', unused = ''] = chain('answerLost').tokens;
        const answer = await refresh('answerLost', lost);
        expect(outcome(answer)).toEqual([200, undefined]);
        expect(outcome(await refresh('answerLost', unused))).toEqual(REFUSED);
        expect(outcome(await refresh('answerLost', answer.body.refresh_token))).toEqual(REFUSED);
      });

      it('that were replaced, and whose successor was used, revoke the grant', async () => {
        const { oldest, newest } = chain('stolen');
        expect(outcome(await refresh('stolen', oldest))).toEqual(REFUSED);
        expect(outcome(await refresh('stolen', newest))).toEqual(REFUSED);
        const query =
          '{ auditEvents(first: 1, filter: { types: [REFRESH_TOKEN_REUSED] }) { edges { node { userId } } } }';
        const { auditEvents } = await server.graphql<{ auditEvents: object }>(query);
        expect(auditEvents).toEqual({ edges: [{ node: { userId: idOf('ada') } }] });
      });

      it('that were revoked stay so', async () => {
        expect(outcome(await refresh('revoked', chain('revoked').newest))).toEqual(REFUSED);
      });

      it('of a public client with DPoP are good with their key alone', async () => {
        const { newest } = chain('publicWithDpop');
        expect(outcome(await refresh('publicWithDpop', newest, chain('confidentialWithDpop').dpopKey))).toEqual(
          REFUSED,
        );
        const answer = await refresh('publicWithDpop', newest);
        expect(answer.body).toMatchObject({ token_type: 'DPoP', refresh_token: expect.not.stringMatching(newest) });
      });

      it('of a confidential client with DPoP stay as they are', async () => {
        const { newest } = chain('confidentialWithDpop');
        for (let count = 0; count < 2; count += 1) {
          const answer = await refresh('confidentialWithDpop', newest);
          expect([outcome(answer), answer.body.refresh_token ?? newest]).toEqual([[200, undefined], newest]);
        }
      });
    });

    describe('the passkeys of grants and sessions', () => {
      it('end, when they are removed, what was issued by a sign-in with them before the upgrade', async () => {
        const { client, tokens } = server.facts.chains.ofPermittedUser ?? { client: '', tokens: [] };
        const refresh = () => server.side.refresh(client, tokens.at(-1) ?? '');
        expect(outcome(await refresh())).toEqual([200, undefined]);
        const linus = server.person('linus');
        const query = 'query ($id: ID!) { user(id: $id) { passkeys { id } } }';
        const { user } = await server.graphql<{ user: { passkeys: { id: string }[] } }>(query, { id: linus.id });
        expect(user.passkeys).toHaveLength(1);
        const mutation = 'mutation ($id: ID!) { deletePasskey(input: { id: $id }) { deleted } }';
        await server.graphql(mutation, { id: user.passkeys[0]?.id });
        expect(outcome(await refresh())).toEqual([400, 'invalid_grant']);
        const back = await server.side.authorize(linus, 'wiki', { prompt: 'none' });
        expect(back.searchParams.get('error')).toBe('login_required');
      });
    });

    describe('ids that were taken again', () => {
      it('of a group: its members may do nothing by permissions of the group before it', async () => {
        const back = await server.side.authorize(server.person('eve'), 'club');
        expect(back.pathname).toBe('/denied');
        const query = `{ group(id: "crew") {
        members { edges { node { username } } } permissions { totalCount }
      } client(id: "club") { permissions { edges { node { groupId group { id } } } } } }`;
        const { group } = await server.graphql<{ group: object }>(query);
        expect(group).toEqual({ members: { edges: [{ node: { username: 'eve' } }] }, permissions: { totalCount: 0 } });
      });

      it('of a client: permissions and consent of the client before it do not let anyone in', async () => {
        expect((await server.side.authorize(server.person('eve'), 'reborn')).pathname).toBe('/denied');
        const page = await server.side.authorize(server.person('ada'), 'reborn');
        expect(page.pathname).toBe('/consent');
        const { code = 'no code' } = await answerConsent(server.person('ada'), page, 'allow');
        expect(await subjectOf('reborn', code)).toBe(idOf('ada'));
      });

      it('of an issuer: its client signs people in, and the one that was left behind does not', async () => {
        const ada = server.person('ada');
        expect(await subjectOf('branch-app', codeOf(await server.side.authorize(ada, 'branch-app')))).toBe(idOf('ada'));
        const query = new URLSearchParams({ client_id: 'branch-left', response_type: 'code', redirect_uri: CALLBACK });
        const { status, location } = await ada.agent.get(`/i/branch/oidc/authorize?${query}`);
        expect([status, location]).toEqual([400, undefined]);
      });
    });

    describe('API keys', () => {
      it('may do what they could, and those that expired, were deleted or lost their maker nothing', async () => {
        for (const [name, { key, permissions }] of entriesOf(server.facts.apiKeys)) {
          const query = '{ viewer { kind permissions } }';
          const asked = server.graphql<{ viewer: { kind: string; permissions: string[] } }>(query, {}, key);
          const answer = await asked.then(
            ({ viewer }) => [viewer.kind, ...viewer.permissions.toSorted()],
            (error: Error) => error.message,
          );
          const expected =
            permissions === undefined
              ? expect.stringContaining('UNAUTHENTICATED')
              : ['API_KEY', ...[...permissions].toSorted()];
          expect([name, answer]).toEqual([name, expected]);
        }
      });
    });

    describe('the audit log', () => {
      const PAGE = `query ($first: Int!, $after: String, $order: AuditOrder!, $types: [AuditEventType!]) {
      auditEvents(first: $first, after: $after, order: $order, filter: { types: $types }) {
        edges { cursor node { id } } pageInfo { hasNextPage }
      }
    }`;
      type Edge = { readonly cursor: string; readonly node: { readonly id: string } };
      type Page = {
        readonly auditEvents: { readonly edges: Edge[]; readonly pageInfo: { readonly hasNextPage: boolean } };
      };

      /** Ids of events, page by page, in the order in which they are listed. */
      const follow = async (order: string, cursor?: string, types?: readonly string[]): Promise<string[]> => {
        const ids: string[] = [];
        for (let after = cursor; ; ) {
          const { edges, pageInfo } = (await server.graphql<Page>(PAGE, { first: 37, after, order, types }))
            .auditEvents;
          ids.push(...edges.map(({ node }) => node.id));
          if (!pageInfo.hasNextPage) return ids;
          after = edges.at(-1)?.cursor;
        }
      };
      /** The latest events that have no position yet. */
      const unnumbered = async () => {
        const query = '{ auditEvents(first: 100) { edges { node { sequence } } } }';
        type Latest = {
          readonly auditEvents: { readonly edges: { readonly node: { readonly sequence: number | null } }[] };
        };
        const { edges } = (await server.graphql<Latest>(query)).auditEvents;
        return edges.filter(({ node }) => node.sequence === null);
      };
      const without = (ids: readonly string[], known: readonly string[]) => ids.filter((id) => !known.includes(id));

      it('is followed from a cursor of before the upgrade: each later event comes once, in order', async () => {
        const { cursor, seen, later } = server.facts.log;
        server.clock.advance(6);
        const ids = await follow('OLDEST_FIRST', cursor);
        expect(ids.slice(0, later.length)).toEqual(later);
        expect(new Set([...seen, ...ids]).size).toBe(seen.length + ids.length);
        expect(ids.length).toBeGreaterThan(later.length);
      });

      it('lists every event once, from either end', async () => {
        const { seen, later } = server.facts.log;
        const oldestFirst = await follow('OLDEST_FIRST');
        expect(oldestFirst.slice(0, seen.length + later.length)).toEqual([...seen, ...later]);
        const newestFirst = await follow('NEWEST_FIRST');
        expect(new Set(newestFirst).size).toBe(newestFirst.length);
        expect(without(oldestFirst, newestFirst)).toEqual([]);
      });

      it('is delivered to a webhook after its cursor, without gap or repeat', async () => {
        const { id, secret, types, delivered, pending } = server.facts.webhook;
        const receiver = await startWebhookReceiver(server.clock);
        receiver.secret = secret;
        const input = { id, url: receiver.url, enabled: true };
        await server.graphql(
          'mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { id } } }',
          {
            input,
          },
        );
        server.clock.advance(6);
        // On MongoDB the event of the changed webhook gets its position after the response.
        await until(async () => (await unnumbered()).length === 0);
        const all = await follow('OLDEST_FIRST', undefined, types);
        const due = all.slice(all.indexOf(delivered.at(-1) ?? '') + 1);
        expect(due.slice(0, pending.length)).toEqual(pending);
        expect(due.length).toBeGreaterThan(pending.length);
        await until(() => receiver.received.length >= due.length);
        // A turn of the job more, in which nothing may come twice.
        await new Promise((resolve) => setTimeout(resolve, 1500));
        await receiver.stop();
        expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(due);
        expect(receiver.received.filter(({ message }) => typeof message === 'string')).toEqual([]);
      });
    });

    describe('an ended session', () => {
      it('is announced to its client, which did not answer before the upgrade', async () => {
        const { clientId, sid } = server.facts.logout;
        const receiver = await startLogoutReceiver();
        const input = { id: clientId, backchannelLogoutUri: receiver.url };
        await server.graphql(
          'mutation ($input: UpdateClientInput!) { updateClient(input: $input) { client { id } } }',
          {
            input,
          },
        );
        server.clock.advance(60);
        const sids = () => receiver.received.map(({ form }) => decodeJwt(String(form.get('logout_token'))).sid);
        await until(() => sids().includes(sid));
        await receiver.stop();
      });
    });

    describe('a second start', () => {
      it('finds everything as the first one left it', async () => {
        const { clock } = server;
        await server.stop();
        server = await startUpgraded(fixture, clock);
        const back = await server.side.authorize(server.person('ada'), 'wiki', { prompt: 'none' });
        expect(await subjectOf('wiki', codeOf(back))).toBe(idOf('ada'));
        const { viewer } = await server.graphql<{ viewer: object }>(
          '{ viewer { kind } }',
          {},
          server.facts.apiKeys.madeByOwner?.key,
        );
        expect(viewer).toEqual({ kind: 'API_KEY' });
      });
    });
  };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

for (const version of VERSIONS) {
  describe(
    `a database of version ${version}, SQLite`,
    tests(() => copySqliteFixture(version)),
  );
  describeOnMongodb(
    `a database of version ${version}, MongoDB`,
    tests(() => copyMongodbFixture(version)),
  );
}
