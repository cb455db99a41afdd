import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeParts, type Surroundings, startApp } from '../src/app.js';
import { newSecret } from '../src/keys/secrets.js';
import type { Config } from '../src/model/config.js';
import { systemClock, testConfig, testRandom } from './support/deps.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from './support/stores.js';

function ignore(): void {
  undefined;
}
const surroundings: Surroundings = {
  clock: systemClock,
  random: testRandom(),
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
};

function start(makeDatabase: () => Promise<TestDatabase>) {
  return () => {
    let database: TestDatabase;
    let config: Config;

    beforeEach(async () => {
      database = await makeDatabase();
      config = testConfig({ database: database.config });
    });
    afterEach(() => database.drop());

    it('stops with a sentence if another RP_ID would lock users out, unless the setting allows it', async () => {
      const parts = await makeParts(config, surroundings);
      await parts.deps.store.passkeys.insert({
        id: newSecret(surroundings.random),
        userId: 'ada',
        publicKey: '',
        alg: -7,
        signCount: 0,
        aaguid: '00000000-0000-0000-0000-000000000000',
        rpId: 'id.example',
        name: 'Passkey',
        backupEligible: true,
        backedUp: true,
        transports: [],
        attested: false,
        createdAt: systemClock.now(),
      });
      await parts.close();
      await expect(makeParts(config, surroundings)).rejects.toThrow(
        /^RP_ID is localhost, but passkeys are registered under id\.example .*ISSUER.*RP_ID=id\.example.*ALLOW_RP_ID_CHANGE=true.*npm run enroll -- USERNAME/,
      );
      // The failed start has closed the store, so the next one can open it.
      await (await makeParts({ ...config, rpId: 'id.example' }, surroundings)).close();
      await (await makeParts({ ...config, allowRpIdChange: true }, surroundings)).close();
    });

    it('limits the duration of a request and the silence of a connection', async () => {
      const running = await startApp(await makeParts({ ...config, port: 0 }, surroundings));
      const { headersTimeout, requestTimeout, timeout } = running.server;
      await running.stop();
      expect([headersTimeout, requestTimeout, timeout]).toEqual([10_000, 30_000, 60_000]);
    });
  };
}

describe('a start, SQLite in a file', start(fileDatabase));
describeOnMongodb('a start, MongoDB', start(mongodbDatabase));
