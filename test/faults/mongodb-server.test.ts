import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Issuer } from '../../src/model/clients/issuer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { basicHeader } from '../support/authorization.js';
import { makeClient } from '../support/fixtures.js';
import { type MongodbProxy, startMongodbProxy } from '../support/mongodb-proxy.js';
import { describeOnMongodb, mongodbDatabase } from '../support/stores.js';

const LIMIT_MS = 2000;
const LONG_MS = 90_000;

describeOnMongodb('A server whose MongoDB is in trouble', () => {
  let proxy: MongodbProxy;
  let app: TestApp;
  const authorizations = { opaque: '', jwt: '' };
  beforeAll(async () => {
    const makeDatabase = async () => {
      const { config, drop } = await mongodbDatabase();
      if (config.kind !== 'mongodb') throw new Error('a MongoDB database was expected');
      proxy = await startMongodbProxy(config.url);
      const url = new URL(proxy.url);
      url.searchParams.set('timeoutMS', String(LIMIT_MS));
      url.searchParams.set('serverSelectionTimeoutMS', String(LIMIT_MS));
      return { config: { kind: 'mongodb', url: url.href } as const, drop };
    };
    // The application fails its stop if it logged an error, such as a job that failed for another reason.
    app = await startTestApp({}, { makeDatabase });
    const issuer = (await app.deps.store.issuers.find('default')) as Issuer;
    for (const name of ['opaque', 'jwt'] as const) {
      const accessTokenFormat = name === 'jwt' ? 'JWT' : 'OPAQUE';
      const { client, secret } = await makeClient(app.deps, issuer, {
        id: name,
        grant_types: ['client_credentials'],
        accessTokenFormat,
      });
      authorizations[name] = basicHeader(client, secret);
    }
  }, LONG_MS);
  afterEach(() => {
    proxy.choose(() => 'pass');
    proxy.mend();
  });
  afterAll(async () => {
    await app.stop();
    await proxy.close();
  }, LONG_MS);

  const requestToken = async (name: keyof typeof authorizations) => {
    const response = await fetch(`${app.origin}/oidc/token`, {
      method: 'POST',
      headers: { Authorization: authorizations[name] },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { error } = (await response.json()) as { error?: string };
    return [response.status, error, response.headers.get('retry-after')];
  };
  const statusOf = async (path: string) => (await fetch(`${app.origin}${path}`)).status;
  const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await pause(100);
  };
  const issued = (clientId: string) => app.deps.store.auditEvents.count({ types: ['TOKEN_ISSUED'], clientId });
  const UNAVAILABLE = [503, 'temporarily_unavailable', '5'];
  const ISSUED = [200, undefined, null];

  it.each(['swallow', 'closeBefore', 'cut'] as const)(
    'answers 503 while the proxy does %s to everything, stays live, and continues afterwards',
    async (fault) => {
      expect(await requestToken('opaque')).toEqual(ISSUED);
      const before = await issued('opaque');
      if (fault === 'cut') proxy.cut();
      else proxy.choose(() => fault);
      const answers = Promise.all([requestToken('opaque'), requestToken('opaque'), requestToken('opaque')]);
      expect(await statusOf('/health/live')).toBe(200);
      await until(async () => (await statusOf('/health/ready')) === 503);
      expect(await answers).toEqual([UNAVAILABLE, UNAVAILABLE, UNAVAILABLE]);
      const graphql = await fetch(`${app.origin}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${app.apiKey}` },
        body: JSON.stringify({ query: '{ users { totalCount } }' }),
      });
      expect([graphql.status, await graphql.json()]).toMatchObject([
        503,
        { errors: [{ extensions: { code: 'UNAVAILABLE' } }] },
      ]);
      proxy.choose(() => 'pass');
      proxy.mend();
      await until(async () => (await statusOf('/health/ready')) === 200);
      expect(await requestToken('opaque')).toEqual(ISSUED);
      expect(await issued('opaque')).toBe(before + 1);
    },
    LONG_MS,
  );

  it(
    'loses no event of a token that is not stored, although the inserts of events fail for a while',
    async () => {
      const before = await issued('jwt');
      for (const fault of ['closeBefore', 'closeAfter', 'swallowReply'] as const) {
        proxy.choose((name) => (name === 'insert' ? fault : 'pass'));
        expect(await requestToken('jwt')).toEqual(ISSUED);
        await pause(1500);
      }
      proxy.choose(() => 'pass');
      await until(async () => (await issued('jwt')) >= before + 3);
      await pause(1500);
      expect(await issued('jwt')).toBe(before + 3);
    },
    LONG_MS,
  );
});
