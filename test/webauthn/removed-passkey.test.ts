import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { findActiveSession } from '../../src/access/sessions/session.js';
import { removeOwnPasskey } from '../../src/account/own-passkeys.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { findToken } from '../../src/admin/tokens/token-find.js';
import { deletePasskey } from '../../src/admin/users/user-passkeys.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { authorize } from '../../src/oidc/authorization/authorize.js';
import { openStore } from '../../src/storage/open-store.js';
import {
  basicHeader,
  browserWith,
  codeFor,
  codeForm,
  refusalOf as oauthRefusal,
  queryOf,
  requestToken,
} from '../support/authorization.js';
import { authenticate, browser } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { dyingStore } from '../support/dying-store.js';
import { makeClient } from '../support/fixtures.js';
import { addPasskey, audited, type Enrolled, enrolUser, refusalOf } from '../support/own-account.js';
import { type SoftwareAuthenticator, softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const CALLER = browser().caller;

describeOnEachDatabase('the removal of a passkey', (makeDatabase) => {
  let database: TestDatabase;
  let clock: FrozenClock;
  let deps: Deps;
  let issuer: Issuer;
  let ada: Enrolled;
  let phone: SoftwareAuthenticator;
  let phoneId: string;

  beforeEach(async () => {
    database = await makeDatabase();
    clock = frozenClock();
    deps = testDeps(await openStore(database.config), { clock });
    issuer = await ensureDefaultIssuer(deps);
    ada = await enrolUser(deps, { username: 'ada' });
    phone = softwareAuthenticator();
    phoneId = (await addPasskey(deps, ada, phone)).passkey.id;
  });
  afterEach(async () => {
    await deps.store.close();
    await database.drop();
  });

  /** Everything that a client can have of one session. */
  async function clientOf(sessionCookie: string, changes: Partial<Client> = {}) {
    const { client, secret } = await makeClient(deps, issuer, changes);
    const header = basicHeader(client, secret);
    const newCode = () => codeFor(deps, issuer, client, sessionCookie, { scope: 'openid offline_access' });
    const redeem = (code: string) => requestToken(deps, issuer, codeForm(client, code), header);
    const refresh = (token: unknown) =>
      requestToken(deps, issuer, { grant_type: 'refresh_token', refresh_token: String(token) }, header);
    return { newCode, redeem, refresh, code: await newCode(), tokens: await redeem(await newCode()) };
  }
  const refused = async (answer: Promise<unknown>) => (await oauthRefusal(answer)).error;
  const isValid = async (token: unknown) => (await findToken(deps, String(token))) !== undefined;

  it('ends its sessions, codes, access tokens and refresh tokens with one write', async () => {
    const { sessionCookie } = await authenticate(deps, phone);
    const opaque = await clientOf(sessionCookie);
    const jwt = await clientOf(sessionCookie, { accessTokenFormat: 'JWT' });
    const kept = await clientOf(ada.cookie);
    const dying = { ...deps, store: dyingStore(deps.store, 1).store };
    await expect(removeOwnPasskey(dying, await ada.active(), phoneId, CALLER)).rejects.toThrow('dead');

    expect(await findActiveSession(deps, sessionCookie)).toBeUndefined();
    for (const { code, tokens, redeem, refresh } of [opaque, jwt]) {
      expect(await refused(redeem(code))).toBe('invalid_grant');
      expect(await refused(refresh(tokens.refresh_token))).toBe('invalid_grant');
      expect(await isValid(tokens.access_token)).toBe(false);
      expect(await isValid(tokens.refresh_token)).toBe(false);
    }
    expect(await findActiveSession(deps, ada.cookie)).toBeDefined();
    expect(await kept.redeem(kept.code)).toHaveProperty('refresh_token');
    expect(await kept.refresh(kept.tokens.refresh_token)).toHaveProperty('access_token');
    expect(await isValid(kept.tokens.access_token)).toBe(true);
  });

  it('is final, even if the same credential id is registered again', async () => {
    const { sessionCookie } = await authenticate(deps, phone);
    const { code, tokens, redeem, refresh, newCode } = await clientOf(sessionCookie);
    const beforeRemoval = await newCode();
    await removeOwnPasskey(deps, await ada.active(), phoneId, CALLER);
    const { sessions } = deps.store;
    const { items } = await sessions.page({ first: 10 }, { userId: (await ada.user()).id });
    const ended = items.find(({ record }) => record.passkeyId === phoneId)?.record;
    expect(ended?.endedAt).toBeDefined();

    const copy = softwareAuthenticator();
    const again = {
      ...copy,
      create: (options: Parameters<typeof copy.create>[0]) => copy.create(options, { credentialId: phoneId }),
    };
    expect((await addPasskey(deps, ada, again)).passkey.id).toBe(phoneId);
    for (const old of [code, beforeRemoval]) expect(await refused(redeem(old))).toBe('invalid_grant');
    expect(await refused(refresh(tokens.refresh_token))).toBe('invalid_grant');
    for (const token of [tokens.access_token, tokens.refresh_token]) expect(await isValid(token)).toBe(false);

    const { sessionCookie: newCookie } = await authenticate(deps, copy);
    expect(await findActiveSession(deps, newCookie)).toBeDefined();
    const renewed = await clientOf(newCookie);
    expect(await renewed.refresh(renewed.tokens.refresh_token)).toHaveProperty('access_token');
    await removeOwnPasskey(deps, await ada.active(), phoneId, CALLER);
    expect(await findActiveSession(deps, newCookie)).toBeUndefined();
  });

  it('keeps sessions and grants of passkeys from before there were generations, until they are removed', async () => {
    const old = await deps.store.passkeys.find(phoneId);
    if (old === undefined) throw new Error('There is no passkey.');
    const { generation: _generation, ...withoutGeneration } = old;
    await deps.store.passkeys.delete(phoneId);
    await deps.store.passkeys.insert(withoutGeneration);
    const listed = await ada.user();
    const passkeyGenerations = listed.passkeyGenerations?.filter(({ id }) => id !== phoneId);
    await deps.store.users.update(listed, { passkeyGenerations });
    const { sessionCookie } = await authenticate(deps, phone);
    const { tokens, refresh } = await clientOf(sessionCookie);
    expect((await findActiveSession(deps, sessionCookie))?.session.passkeyGeneration).toBeUndefined();
    expect(await refresh(tokens.refresh_token)).toHaveProperty('access_token');
    await removeOwnPasskey(deps, await ada.active(), phoneId, CALLER);
    const copy = softwareAuthenticator();
    const again = {
      ...copy,
      create: (options: Parameters<typeof copy.create>[0]) => copy.create(options, { credentialId: phoneId }),
    };
    await addPasskey(deps, ada, again);
    expect(await findActiveSession(deps, sessionCookie)).toBeUndefined();
    expect(await refused(refresh(tokens.refresh_token))).toBe('invalid_grant');
  });

  it('ends what a client got by its authentication, even if the session was renewed with another passkey', async () => {
    const first = await authenticate(deps, phone);
    const byPhone = await clientOf(first.sessionCookie);
    const second = await authenticate(deps, ada.authenticator, { in: browser('browser', first.sessionCookie) });
    expect(second.session.id).toBe(first.session.id);
    const byKey = await clientOf(second.sessionCookie);
    await removeOwnPasskey(deps, await ada.active(), phoneId, CALLER);
    expect(await refused(byPhone.refresh(byPhone.tokens.refresh_token))).toBe('invalid_grant');
    expect(await refused(byPhone.redeem(byPhone.code))).toBe('invalid_grant');
    expect(await findActiveSession(deps, second.sessionCookie)).toBeDefined();
    expect(await byKey.refresh(byKey.tokens.refresh_token)).toHaveProperty('access_token');
  });

  it('ends a sign-in that is in progress', async () => {
    const { sessionCookie } = await authenticate(deps, phone);
    const { client } = await makeClient(deps, issuer);
    const { readSession } = deps.store;
    const removing: Store['readSession'] = async (...of) => {
      const records = await readSession(...of);
      const isInProgress = records?.session.passkeyId === phoneId && records.session.endedAt === undefined;
      if (isInProgress) await removeOwnPasskey(deps, await ada.active(), phoneId, CALLER);
      return records;
    };
    const during: Deps = { ...deps, store: { ...deps.store, readSession: removing } };
    const answer = await authorize(during, issuer, { parameters: queryOf(client), ...browserWith(sessionCookie) });
    expect(answer).toMatchObject({ kind: 'interaction', location: expect.stringMatching(/^\/login\?/) });
  });

  it('is refused to a user who is signed in with it, until they sign in with another one', async () => {
    const { sessionCookie, session, user } = await authenticate(deps, phone);
    const active = await findActiveSession(deps, sessionCookie);
    if (active === undefined) throw new Error('The session is not valid.');
    expect(await refusalOf(removeOwnPasskey(deps, active, phoneId, CALLER))).toBe('passkey_in_use');
    expect((await ada.user()).passkeyIds).toContain(phoneId);
    const again = await authenticate(deps, ada.authenticator, { in: browser('browser', sessionCookie) });
    expect(again.session.id).toBe(session.id);
    const renewed = await findActiveSession(deps, again.sessionCookie);
    if (renewed === undefined) throw new Error('The session is not valid.');
    await removeOwnPasskey(deps, renewed, phoneId, CALLER);
    expect((await ada.user()).passkeyIds).toEqual([ada.registered.passkey.id]);
    expect(await audited(deps, 'PASSKEY_REMOVED')).toMatchObject([{ userId: user.id, resourceId: phoneId }]);
    expect(await findActiveSession(deps, again.sessionCookie)).toBeDefined();
  });

  it('is open to an administrator for every passkey, and ends the sessions for their clients too', async () => {
    const { sessionCookie, session } = await authenticate(deps, phone);
    const { tokens, refresh } = await clientOf(sessionCookie);
    await deletePasskey(deps, systemCaller, { id: phoneId });
    await deletePasskey(deps, systemCaller, { id: ada.registered.passkey.id });
    expect((await ada.user()).passkeyIds).toEqual([]);
    expect(await findActiveSession(deps, sessionCookie)).toBeUndefined();
    expect(await findActiveSession(deps, ada.cookie)).toBeUndefined();
    expect(await refused(refresh(tokens.refresh_token))).toBe('invalid_grant');
    expect((await deps.store.sessions.find(session.id))?.endToTell).toEqual(clock.now());
  });
});
