import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { OWN_MONGODB_MS, type OwnMongodb, startOwnMongodb } from '../support/own-mongodb.js';
import { describeOnMongodb } from '../support/stores.js';
import { type Answer, checkEither, isRecovered, openTroubledServer, type TroubledServer } from './troubled-server.js';

const LONG_MS = 240_000;
const LIMIT_MS = 3000;

describeOnMongodb('A server whose MongoDB is killed while requests run, and started again', () => {
  let mongodb: OwnMongodb;
  let app: TestApp;
  let server: TroubledServer;
  beforeAll(async () => {
    mongodb = await startOwnMongodb();
    const url = `${mongodb.url}&timeoutMS=${LIMIT_MS}&serverSelectionTimeoutMS=${LIMIT_MS}`;
    const makeDatabase = async () => ({ config: { kind: 'mongodb', url } as const, drop: async () => undefined });
    app = await startTestApp({}, { makeDatabase });
    server = await openTroubledServer(app);
  }, OWN_MONGODB_MS);
  afterAll(async () => {
    await app?.stop();
    await mongodb?.remove();
  }, OWN_MONGODB_MS);

  const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) await pause(50);
  };
  const tokenIn = ({ body }: Answer) => String((JSON.parse(body) as { access_token: string }).access_token);
  const succeeded = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 200);

  it(
    'answers 503 meanwhile, continues afterwards, and loses nothing that it has acknowledged',
    async () => {
      let isOver = false;
      const keep = async (format: 'opaque' | 'jwt', answers: Answer[]) => {
        while (!isOver) answers.push(await server.requestToken(format));
      };
      const [opaque, jwt]: [Answer[], Answer[]] = [[], []];
      const requests = [keep('opaque', opaque), keep('opaque', opaque), keep('opaque', opaque), keep('jwt', jwt)];
      const refusals = () => opaque.length - succeeded(opaque).length;
      const lives: number[] = [];
      const asked: Answer[] = [];
      const askAll = async () => {
        const answers = await server.askAll();
        asked.push(...[answers.get('token')].filter((answer) => answer !== undefined));
        return answers;
      };
      try {
        for (let kills = 1; kills <= 3; kills += 1) {
          const before = succeeded(opaque).length;
          await until(() => succeeded(opaque).length > before + 20);
          await mongodb.kill();
          const refusedBefore = refusals();
          checkEither(await askAll());
          await until(() => refusals() > refusedBefore);
          lives.push(await server.statusOf('/health/live'));
          await mongodb.start();
          await until(async () => (await server.statusOf('/health/ready')) === 200);
          // A database that starts on a busy machine may still be slower than a limit of the server.
          await until(async () => isRecovered(await askAll()));
        }
      } finally {
        isOver = true;
      }
      await Promise.all(requests);
      expect(lives).toEqual([200, 200, 200]);

      const refused = [...opaque, ...jwt].filter(({ status }) => status !== 200);
      for (const answer of refused)
        expect(answer).toMatchObject({ status: 503, error: 'temporarily_unavailable', retryAfter: '5' });

      // One after the other, because many questions at once can exceed the limit of a slow database.
      for (const answer of succeeded(opaque))
        expect([answer, await server.isActive(tokenIn(answer))]).toEqual([answer, true]);
      await until(async () => (await server.issued('jwt')) >= succeeded(jwt).length);
      // Events that were stored twice would appear in the next interval.
      await pause(1500);
      expect(await server.issued('jwt')).toBe(succeeded(jwt).length);
      const unknown = refused.filter(({ body }) => body.includes('may or may not')).length;
      const issued = await server.issued('opaque');
      expect(issued).toBeGreaterThanOrEqual(succeeded(opaque).length + succeeded(asked).length);
      expect(issued).toBeLessThanOrEqual(succeeded(opaque).length + asked.length + unknown);
    },
    LONG_MS,
  );
});
