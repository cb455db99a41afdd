import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { codeFor } from '../support/authorization.js';
import { systemClock } from '../support/deps.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { type LogoutReceiver, startLogoutReceiver } from '../support/logout-receiver.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

describeOnEachDatabase('deliveries of a running server', (makeDatabase) => {
  let database: TestDatabase;
  let skipped = 0;
  let app: TestApp;
  let receiver: LogoutReceiver;
  let client: Client;
  beforeAll(async () => {
    database = await makeDatabase();
    receiver = await startLogoutReceiver();
    app = await start();
    const issuer = await ensureDefaultIssuer(app.deps);
    ({ client } = await makeClient(app.deps, issuer, { id: 'wiki', backchannel_logout_uri: receiver.url }));
  });
  afterAll(async () => {
    await app.stop();
    await receiver.stop();
    await database.drop();
  });

  const start = () =>
    startTestApp(
      { allowedPrivateHosts: ['localhost'] },
      {
        makeDatabase: async () => ({ ...database, drop: async () => undefined }),
        clock: { now: () => new Date(systemClock.now().getTime() + skipped * 1000) },
      },
    );

  const signedIn = async () => {
    const { session, cookie } = await signInAs(app.deps, await makeUser(app.deps));
    await codeFor(app.deps, await ensureDefaultIssuer(app.deps), client, cookie);
    return session.id;
  };

  const revoke = (id: string) =>
    app.graphql('mutation ($id: ID!) { revokeSession(input: { id: $id }) { deleted } }', { id });

  const informed = async (count: number) => {
    while (receiver.received.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
    return receiver.received.map(({ form }) => decodeJwt(String(form.get('logout_token'))).sid);
  };

  it('inform a client that an administrator ended a session', async () => {
    const id = await signedIn();
    await revoke(id);
    expect(await informed(1)).toEqual([id]);
  });

  it('reach a client that failed for a while, after it has recovered', async () => {
    receiver.received.length = 0;
    receiver.status = 503;
    const id = await signedIn();
    await revoke(id);
    await informed(1);
    receiver.status = 200;
    skipped += 10;
    expect(await informed(2)).toEqual([id, id]);
    while ((await app.deps.store.deliveries.find(`logout:${id}:${client.generation}`))?.deliveredAt === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  const attemptsAfter = async (status: number) => {
    receiver.received.length = 0;
    receiver.status = status;
    const warn = jest.spyOn(app.deps.log, 'warn');
    const id = await signedIn();
    await revoke(id);
    await informed(1);
    while (warn.mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const says = warn.mock.lastCall?.at(-1);
    warn.mockRestore();
    // An attempt is logged before its result is stored, and the log can be about a delivery of an earlier test.
    for (;;) {
      const delivery = await app.deps.store.deliveries.find(`logout:${id}:${client.generation}`);
      const isRefused = String(says).includes('refused');
      if (delivery !== undefined && delivery.attempts > 0 && !(isRefused && delivery.nextAttemptAt !== undefined)) {
        return { isTriedAgain: delivery.nextAttemptAt !== undefined, isDelivered: delivery.deliveredAt !== undefined };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it.each([400, 401, 404, 410, 422, 451])('are not tried again after the answer %i, which is final', async (status) => {
    expect(await attemptsAfter(status)).toEqual({ isTriedAgain: false, isDelivered: false });
  });

  it.each([408, 425, 429, 500, 503])('are tried again after the answer %i', async (status) => {
    expect(await attemptsAfter(status)).toEqual({ isTriedAgain: true, isDelivered: false });
  });
});
