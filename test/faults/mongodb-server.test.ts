import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { openStore } from '../../src/storage/open-store.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { type MongodbProxy, startMongodbProxy } from '../support/mongodb-proxy.js';
import { OWN_MONGODB_MS, type OwnMongodb, startOwnMongodb } from '../support/own-mongodb.js';
import { describeOnMongodb } from '../support/stores.js';
import { checkTroubled, checkWorking, openTroubledServer, type TroubledServer } from './troubled-server.js';

/** Shorter than the default, so that the tests end sooner. */
const LIMIT_MS = 4000;
const LONG_MS = 180_000;

describeOnMongodb('A server whose MongoDB is in trouble', () => {
  let mongodb: OwnMongodb;
  let proxy: MongodbProxy;
  let app: TestApp;
  let server: TroubledServer;
  beforeAll(async () => {
    mongodb = await startOwnMongodb();
    // Building all indexes can take longer than the limit of the test.
    await (await openStore({ kind: 'mongodb', url: `${mongodb.url}&timeoutMS=60000` })).close();
    proxy = await startMongodbProxy(mongodb.url);
    const url = `${proxy.url}&timeoutMS=${LIMIT_MS}&serverSelectionTimeoutMS=${LIMIT_MS}`;
    const makeDatabase = async () => ({ config: { kind: 'mongodb', url } as const, drop: async () => undefined });
    // The application fails its stop if it logged an error, such as a job that failed for another reason.
    app = await startTestApp({}, { makeDatabase });
    server = await openTroubledServer(app);
  }, OWN_MONGODB_MS);
  afterEach(() => {
    proxy.choose(() => 'pass');
    proxy.mend();
  });
  afterAll(async () => {
    await app?.stop();
    await proxy?.close();
    await mongodb?.remove();
  }, LONG_MS);

  const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await pause(100);
  };
  const readyWith = (status: number) => until(async () => (await server.statusOf('/health/ready')) === status);

  it.each(['swallow', 'closeBefore', 'cut'] as const)(
    'answers 503 while the proxy does %s to everything, stays live, and continues afterwards',
    async (fault) => {
      checkWorking(await server.askAll());
      const before = await server.issued('opaque');
      if (fault === 'cut') proxy.cut();
      else proxy.choose(() => fault);
      await readyWith(503);
      checkTroubled(await server.askAll());
      proxy.choose(() => 'pass');
      proxy.mend();
      await readyWith(200);
      checkWorking(await server.askAll());
      expect(await server.issued('opaque')).toBe(before + 1);
    },
    LONG_MS,
  );

  it(
    'answers everything while the proxy delays all traffic by half a second',
    async () => {
      proxy.choose(() => 'delay');
      const answers = new Map(await server.askAll());
      // The probe may take two seconds, of which its two commands are delayed by one.
      answers.delete('ready');
      checkWorking(answers);
    },
    LONG_MS,
  );

  it(
    'answers 503 while the proxy delays all traffic by more than the limit, and continues when it has arrived',
    async () => {
      const before = await server.issued('opaque');
      proxy.choose(() => 'delayLong');
      await readyWith(503);
      checkTroubled(await server.askAll());
      proxy.choose(() => 'pass');
      await readyWith(200);
      checkWorking(await server.askAll());
      // The late request for a token has no known outcome, so it may have been stored.
      const issued = (await server.issued('opaque')) - before;
      expect([1, 2]).toContain(issued);
    },
    LONG_MS,
  );

  it(
    'loses no event of a token that is not stored, although the inserts of events fail for a while',
    async () => {
      const before = await server.issued('jwt');
      for (const fault of ['closeBefore', 'closeAfter', 'swallow', 'swallowReply'] as const) {
        proxy.choose((name) => (name === 'insert' ? fault : 'pass'));
        expect(await server.requestToken('jwt')).toMatchObject({ status: 200 });
        await pause(1500);
      }
      proxy.choose(() => 'pass');
      await until(async () => (await server.issued('jwt')) >= before + 4);
      // Events that were stored twice would appear in the next interval.
      await pause(1500);
      expect(await server.issued('jwt')).toBe(before + 4);
    },
    LONG_MS,
  );
});
