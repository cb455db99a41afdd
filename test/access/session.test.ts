import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findReportedSession, reportCode } from '../../src/access/sessions/reported-session.js';
import { endSession, findActiveSession, sessionUse } from '../../src/access/sessions/session.js';
import { requestDeletion } from '../../src/account/own-deletion.js';
import { commitPlan } from '../../src/model/change-record.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Deps } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import type { Store } from '../../src/model/store.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { clientRecord, issuerRecord, userRecord } from '../support/records.js';
import { signIn } from '../support/sign-in.js';
import { openMemoryStore } from '../support/stores.js';

describe('A session', () => {
  let store: Store;
  let deps: Deps;
  let clock: FrozenClock;
  let user: User;

  beforeAll(async () => {
    store = await openMemoryStore();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    clock = frozenClock();
    deps = testDeps(store, { clock });
    user = userRecord();
    await store.users.insert(user);
  });

  const authentication = (of: User) => ({ user: of, passkeyId: 'passkey', amr: ['hwk', 'user'], acr: 'phr' });
  const signInAfresh = (of = user) => signIn(deps, authentication(of), undefined, { ipAddress: '192.0.2.1' });

  it('is found only by its cookie, and the secret is not stored', async () => {
    const { session, cookie } = await signInAfresh();
    const active = await findActiveSession(deps, cookie);
    expect(active?.session.id).toBe(session.id);
    expect(active?.user.id).toBe(user.id);
    const secret = cookie.slice(cookie.lastIndexOf('.') + 1);
    expect(JSON.stringify(await store.sessions.find(session.id))).not.toContain(secret);
  });

  it('is not found with a forged cookie', async () => {
    const { session } = await signInAfresh();
    const { cookie: other } = await signInAfresh();
    const foreignSecret = other.slice(other.lastIndexOf('.') + 1);
    for (const cookie of [
      undefined,
      '',
      session.id,
      `${session.id}.`,
      `${session.id}.${foreignSecret}`,
      `x.${foreignSecret}`,
    ]) {
      expect(await findActiveSession(deps, cookie)).toBeUndefined();
    }
  });

  it('ends after its idle lifetime, which each use renews, and after its absolute lifetime', async () => {
    const { cookie } = await signInAfresh();
    const client = clientRecord(issuerRecord());
    for (let day = 0; day < 7; day += 1) {
      clock.advance(86_000);
      const active = await findActiveSession(deps, cookie);
      if (active === undefined) throw new Error(`gone after ${day + 1} days`);
      await store.commit(sessionUse(deps, active.session, client));
    }
    clock.advance(604_800 - 7 * 86_000 - 1);
    const last = await findActiveSession(deps, cookie);
    if (last === undefined) throw new Error('gone before its absolute lifetime');
    await store.commit(sessionUse(deps, last.session, client));
    clock.advance(1);
    expect(await findActiveSession(deps, cookie)).toBeUndefined();

    const idle = await signInAfresh();
    clock.advance(86_399);
    expect(await findActiveSession(deps, idle.cookie)).toBeDefined();
    clock.advance(1);
    expect(await findActiveSession(deps, idle.cookie)).toBeUndefined();
  });

  it('is not active after it was ended, its user disabled, or all sessions of its user ended', async () => {
    const ended = await signInAfresh();
    expect(await endSession(deps, ended.session)).toBe(true);
    expect(await endSession(deps, ended.session)).toBe(false);
    expect(await findActiveSession(deps, ended.cookie)).toBeUndefined();

    const other = await signInAfresh();
    await store.users.update(user, { sessionEpoch: 1 });
    expect(await findActiveSession(deps, other.cookie)).toBeUndefined();

    const current = await store.users.find(user.id);
    if (current === undefined) throw new Error('the user is there');
    const again = await signInAfresh(current);
    await store.users.update(current, { enabled: false });
    expect(await findActiveSession(deps, again.cookie)).toBeUndefined();
  });

  it('is not active if all sessions of the user were ended during the sign-in', async () => {
    await store.users.update(user, { sessionEpoch: 1 });
    const { cookie } = await signInAfresh(user);
    expect(await findActiveSession(deps, cookie)).toBeUndefined();
  });

  it('keeps its record and changes its secret if the same user signs in again', async () => {
    const first = await signInAfresh();
    const present = await findActiveSession(deps, first.cookie);
    clock.advance(60);
    const second = await signIn(deps, authentication(user), present, {});
    expect(second.session.id).toBe(first.session.id);
    expect(await findActiveSession(deps, first.cookie)).toBeUndefined();
    expect((await findActiveSession(deps, second.cookie))?.session.authenticatedAt).toEqual(clock.now());
  });

  it('keeps its record until the planned deletion of the account, for the link of the mail, but ends as before', async () => {
    const first = await signInAfresh();
    const present = await findActiveSession(deps, first.cookie);
    if (present === undefined) throw new Error('the session is active');
    const allowed = testDeps(store, { clock, config: { accountDeletion: true } });
    await requestDeletion(allowed, present, {});
    clock.advance(60);
    const renewed = await signIn(deps, authentication(user), await findActiveSession(deps, first.cookie), {});
    const isReportable = async () => {
      await store.sweep(clock.now());
      return (await findReportedSession(deps, reportCode(deps, first.session))) !== undefined;
    };
    clock.advance(1_209_600 - 61);
    expect([await isReportable(), await findActiveSession(deps, renewed.cookie)]).toEqual([true, undefined]);
    clock.advance(1);
    expect(await isReportable()).toBe(false);
  });

  it('is ended if another user signs in', async () => {
    const first = await signInAfresh();
    const present = await findActiveSession(deps, first.cookie);
    const other = userRecord();
    await store.users.insert(other);
    const second = await signIn(deps, authentication(other), present, {});
    expect(second.session.id).not.toBe(first.session.id);
    expect((await store.sessions.find(first.session.id))?.endedAt).toEqual(clock.now());
  });

  it('contains each of twenty clients that the user signs in to at once', async () => {
    const { session } = await signInAfresh();
    const clients = Array.from({ length: 20 }, () => clientRecord(issuerRecord()));
    const use = async (client: Client) => {
      const current = await store.sessions.find(session.id);
      if (current === undefined) throw new Error('the session is there');
      return { changes: sessionUse(deps, current, client), result: undefined };
    };
    await Promise.all(clients.map((client) => commitPlan(store, () => use(client))));
    const noted = (await store.sessions.find(session.id))?.clients.map(({ id }) => id);
    expect(new Set(noted)).toEqual(new Set(clients.map(({ id }) => id)));
    expect(noted).toHaveLength(20);
  });
});
