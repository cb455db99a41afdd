import { randomBytes } from 'node:crypto';
import { makeClientUses } from '../../src/access/client-uses.js';
import { addConsoleClient } from '../../src/admin/console/console-client.js';
import { makeCurrentConfig } from '../../src/admin/server-settings/settings-in-force.js';
import { makeAudit } from '../../src/audit/audit-log.js';
import { makeKeys } from '../../src/keys/make-keys.js';
import type { Config } from '../../src/model/config.js';
import type { Deps, Log, Random } from '../../src/model/deps.js';
import { SERVER_SETTING_NAMES, SERVER_SETTINGS } from '../../src/model/server/server-setting-table.js';
import type { ServerSettings } from '../../src/model/server/server-settings.js';
import type { Store } from '../../src/model/store.js';
import { takeRsaKeys } from './rsa-key-stock.js';

/** A clock that stands where it is put. */
export interface FrozenClock {
  now(): Date;
  set(instant: Date): void;
  /** Seconds. */
  advance(seconds: number): void;
}

export function frozenClock(start = new Date('2040-11-21T12:00:00.000Z')): FrozenClock {
  let now = start;
  return {
    now: () => now,
    set: (instant) => {
      now = instant;
    },
    advance: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
  };
}

export const systemClock = { now: () => new Date(performance.timeOrigin + performance.now()) };

const defaults = Object.fromEntries(
  SERVER_SETTING_NAMES.map((name) => [name, SERVER_SETTINGS[name].default]),
) as unknown as ServerSettings;

/** The server settings in `changes` count as set by the environment. */
export function testConfig(changes: Partial<Config> = {}): Config {
  const issuer = changes.issuer ?? 'http://localhost:3000';
  const config: Config = {
    ...defaults,
    port: 3000,
    host: 'localhost',
    issuer,
    database: { kind: 'sqlite', path: ':memory:' },
    secretKeys: [randomBytes(32).toString('base64url')],
    bootstrapApiKey: undefined,
    rpId: new URL(issuer).hostname,
    rpOrigins: [new URL(issuer).origin],
    allowRpIdChange: false,
    allowEmptyDatabase: false,
    trustProxy: undefined,
    forwardAuthProxies: [],
    workers: 1,
    allowedPrivateHosts: [],
    mail: undefined,
    otlpEndpoint: undefined,
    logLevel: 'silent',
    environmentSettings: SERVER_SETTING_NAMES.filter((name) => name in changes),
    ...changes,
  };
  return Object.freeze(config);
}

/** Random bytes, and RSA keys that were made before the tests. */
export function testRandom(): Random {
  return { bytes: (size) => new Uint8Array(randomBytes(size)), rsaKey: takeRsaKeys() };
}

/** The real dependencies, but for the clock, the log and the limits of attempts. */
export function testDeps(
  store: Store,
  changes: Partial<Omit<Deps, 'config'>> & { config?: Partial<Config> } = {},
): Deps {
  const { config: configChanges, ...parts } = changes;
  const { config, reload: reloadSettings } = makeCurrentConfig(testConfig(configChanges), store);
  const clock = parts.clock ?? systemClock;
  const random = testRandom();
  const fetch = parts.fetch ?? (() => Promise.reject(new Error('nothing is fetched in this test')));
  const log = testLog();
  return {
    config,
    reloadSettings,
    store: addConsoleClient(store, config),
    clock,
    random,
    log,
    keys: makeKeys({ config, store, fetch, clock, random, log }),
    audit: makeAudit({ config, store, clock, random, log }),
    clientUses: makeClientUses({ store, clock, log }),
    fetch,
    pictures: { convert: (bytes) => Promise.resolve(bytes), toPng: (bytes) => Promise.resolve(bytes) },
    limits: { take: () => Promise.resolve(true) },
    ...parts,
  };
}

export function testLog(): Log {
  return { debug: ignore, info: ignore, warn: ignore, error: ignore };
}

function ignore(): void {}
