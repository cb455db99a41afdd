import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkAddress, checkPublicUrl } from '../../../src/admin/setup/address-checks.js';
import { checkBackup } from '../../../src/admin/setup/backup-check.js';
import { checkClientSecrets } from '../../../src/admin/setup/client-secret-check.js';
import { checkClock, checkDatabase, checkDiskSpace } from '../../../src/admin/setup/database-checks.js';
import type { Finding } from '../../../src/admin/setup/finding.js';
import { checkSigningKeys } from '../../../src/admin/setup/key-checks.js';
import { checkMail } from '../../../src/admin/setup/mail-check.js';
import { checkOwners } from '../../../src/admin/setup/people-checks.js';
import { checkEnvironment, checkJobs, checkNodeVersion } from '../../../src/admin/setup/process-checks.js';
import type { CheckDeps, SetupSurroundings } from '../../../src/admin/setup/surroundings.js';
import type { ClientSecret } from '../../../src/model/clients/client-secret.js';
import type { Config } from '../../../src/model/config.js';
import type { Mailer } from '../../../src/model/deps.js';
import { OWNERS_ID } from '../../../src/model/people/owners.js';
import { LATEST_BACKUP_ID } from '../../../src/model/server/backup.js';
import type { DatabaseReport, MongodbReport, SqliteReport } from '../../../src/model/server/database.js';
import type { Mail } from '../../../src/model/server/mail.js';
import { SERVER_SETTINGS_ID } from '../../../src/model/server/server-settings.js';
import type { SigningKey } from '../../../src/model/server/signing-key.js';
import type { Store } from '../../../src/model/store.js';
import { aClient, aKeyRing, aMail, anIssuer, aPasskey, aUser, inAnHour } from '../../storage/records.js';
import { frozenClock, testDeps } from '../../support/deps.js';
import { openMemoryStore } from '../../support/stores.js';

const NOW = new Date('2028-05-05T12:00:00.000Z');
const HOUR_MS = 3_600_000;
const SQLITE: SqliteReport = {
  kind: 'SQLITE',
  version: '3.50.0',
  journalMode: 'wal',
  synchronous: 2,
  file: { path: 'data/passgraph.db', place: 'DISK', freeBytes: 50e9 },
};
const MONGODB: MongodbReport = {
  kind: 'MONGODB',
  version: '8.0.4',
  now: NOW,
  writeConcern: { w: 'majority', journal: true },
  members: 3,
  isPersistent: true,
  freeBytes: 50e9,
};
const MAIL = { host: 'mail.example.com', port: 587, tls: 'starttls', from: { address: 'id@example.com' } } as const;

/** The state and the message on one line, so that a test sees both. */
function text({ state, message, more }: Finding): string {
  return [`${state}: ${message}`, ...(more === undefined ? [] : [`(${more.permission}) ${more.text}`])].join(' ');
}

describe('The checks of the setup', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openMemoryStore();
  });
  afterAll(() => store.close());

  interface World {
    readonly config?: Partial<Config>;
    readonly around?: Partial<SetupSurroundings>;
    readonly report?: DatabaseReport;
    readonly mailer?: Mailer;
    readonly store?: Store;
  }
  const depsOf = ({ config = {}, around = {}, report = SQLITE, mailer, store: other = store }: World): CheckDeps => ({
    ...testDeps(other, { config, clock: frozenClock(NOW), mailer }),
    around: { nodeVersion: 'v26.10.0', ...around },
    readDatabase: () => Promise.resolve({ report, askedAt: NOW, answeredAt: NOW }),
  });

  it('of the address want https, and passkeys of this RP ID only', async () => {
    const issuer = 'https://login.example.com';
    expect(text(await checkAddress(depsOf({ config: { issuer, rpId: 'example.com' } })))).toBe(
      'OK: The public URL is https://login.example.com. Passkeys belong to example.com, a parent domain of its host.',
    );
    expect(text(await checkAddress(depsOf({})))).toMatch(/^WARNING: ISSUER is http:\/\/localhost:3000/);
    expect(text(await checkAddress(depsOf({ config: { issuer, allowRpIdChange: true } })))).toMatch(
      /^WARNING: ALLOW_RP_ID_CHANGE is set and no longer needed/,
    );
    const other = await openMemoryStore();
    await other.passkeys.insert(aPasskey(aUser(), { rpId: 'old.example' }));
    const moved = depsOf({ config: { issuer, allowRpIdChange: true }, store: other });
    expect(text(await checkAddress(moved))).toMatch(/^FAILED: .*registered under old\.example/);
    await other.close();
  });

  it.each([
    [() => Response.json({ issuer: 'https://login.example.com' }), /^OK: /],
    [
      () => Response.json({ issuer: 'https://other.example' }),
      /^FAILED: .*another server.*the issuer https:\/\/other\.example/,
    ],
    [() => new Response('gone', { status: 404 }), /^FAILED: .*status 404/],
    [() => Promise.reject(networkError('CERT_HAS_EXPIRED')), /^FAILED: .*Renew it/],
    [() => Promise.reject(networkError('ERR_TLS_CERT_ALTNAME_INVALID')), /^FAILED: .*correct the names/],
    [() => Promise.reject(networkError('DEPTH_ZERO_SELF_SIGNED_CERT')), /^WARNING: .*does not trust the certificate/],
    [() => Promise.reject(networkError('ENOTFOUND')), /^WARNING: .*cannot be resolved/],
    [() => Promise.reject(networkError('ECONNREFUSED')), /^UNKNOWN: .*cannot reach/],
    [undefined, /^UNKNOWN: Only the running server/],
  ])('of the public URL fetch from it: %#', async (answer, expected) => {
    const asked: string[] = [];
    const fetchOwn =
      answer &&
      (async (url: string) => {
        asked.push(url);
        return answer();
      });
    const deps = depsOf({ config: { issuer: 'https://login.example.com' }, around: { fetchOwn } });
    expect(text(await checkPublicUrl(deps, new AbortController().signal))).toMatch(expected);
    expect(asked).toEqual(answer ? ['https://login.example.com/.well-known/openid-configuration'] : []);
  });

  it.each<[DatabaseReport, RegExp]>([
    [SQLITE, /^OK: SQLite 3\.50\.0 with data\/passgraph\.db\. Each write waits for the disk\./],
    [{ ...SQLITE, file: undefined }, /^FAILED: The database is in memory/],
    [{ ...SQLITE, synchronous: 1 }, /^FAILED: Writes do not wait for the disk/],
    [{ ...SQLITE, journalMode: 'delete' }, /^WARNING: The journal mode/],
    [onPlace('NETWORK'), /^WARNING: data\/passgraph\.db is on a network file system/],
    [onPlace('MEMORY'), /^FAILED: .*in the memory of the machine/],
    [onPlace('CONTAINER'), /^WARNING: .*Put it in a volume/],
    [MONGODB, /^OK: MongoDB 8\.0\.4, a replica set of 3 servers/],
    [{ ...MONGODB, members: 0 }, /^OK: .*a sharded cluster/],
    [{ ...MONGODB, writeConcern: { w: 1, journal: true } }, /^FAILED: .*w=1/],
    [{ ...MONGODB, writeConcern: { w: 'majority' } }, /^FAILED: .*journal=undefined/],
    [{ ...MONGODB, isPersistent: false }, /^FAILED: .*in memory only/],
  ])('of the database want durable writes: %#', async (report, expected) => {
    expect(text(await checkDatabase(depsOf({ report })))).toMatch(expected);
  });

  it.each([
    [50e9, /^OK: .*50\.0 GB/],
    [0.9e9, /^WARNING: .*0\.9 GB/],
    [0.01e9, /^FAILED: .*Make room now/],
    [undefined, /^UNKNOWN: /],
  ])('of the disk want free space: %s', async (freeBytes, expected) => {
    expect(text(await checkDiskSpace(depsOf({ report: { ...MONGODB, freeBytes } })))).toMatch(expected);
  });

  it('of the clock compare it with the database and with the median of other servers', async () => {
    const later = (ms: number) => new Date(NOW.getTime() + ms);
    const at = (ms: number, host = `${ms}.example`) => ({ host, date: later(ms), receivedAt: NOW });
    const finding = async (report: DatabaseReport, ...dates: ReturnType<typeof at>[]) =>
      text(await checkClock(depsOf({ report, around: { remoteDates: () => dates } })));
    expect(await finding(SQLITE)).toMatch(/^UNKNOWN: No other clock is known/);
    expect(await finding(MONGODB)).toBe('OK: The clock agrees with that of the database server.');
    expect(await finding({ ...MONGODB, now: later(20_000) })).toMatch(
      /^WARNING: .* 20 seconds behind that of the database/,
    );
    expect(await finding({ ...MONGODB, now: later(-90_000) })).toMatch(/^FAILED: .* 90 seconds ahead of/);
    expect(await finding(SQLITE, at(1000))).toMatch(/^OK: .*1 other server\./);
    expect(await finding(SQLITE, at(30_000), at(31_000), at(1000))).toMatch(
      /^WARNING: .* 30 seconds behind that of 3 other/,
    );
    expect(await finding(SQLITE, at(-9e9), at(0), at(9e9))).toMatch(/^OK: /);
  });

  it('of the backup want one of the last two days', async () => {
    expect(text(await checkBackup(depsOf({})))).toMatch(/^WARNING: No backup was made/);
    const finding = async (hours: number) => {
      await store.backups.delete(LATEST_BACKUP_ID);
      const startedAt = new Date(NOW.getTime() - hours * HOUR_MS);
      await store.backups.insert({ id: LATEST_BACKUP_ID, version: 0, startedAt });
      return text(await checkBackup(depsOf({})));
    };
    expect(await finding(1)).toBe('OK: The last backup was made on 2028-05-05 11:00 UTC.');
    expect(await finding(49)).toMatch(/^WARNING: /);
    expect(await finding(15 * 24)).toMatch(/^FAILED: /);
    const config = { database: { kind: 'mongodb', url: 'mongodb://localhost' } } as const;
    expect(text(await checkBackup(depsOf({ config })))).toMatch(/^UNKNOWN: /);
  });

  it('of the owners warn if one passkey is the only way in', async () => {
    const finding = async () => text(await checkOwners(depsOf({})));
    const list = async (...userIds: string[]) => {
      const owners = await store.owners.find(OWNERS_ID);
      if (owners !== undefined) await store.owners.update(owners, { userIds });
    };
    expect(await finding()).toMatch(/^FAILED: The server has no owner/);
    const [ada, grace] = [aUser({ passkeyIds: ['one'] }), aUser({ passkeyIds: ['two'] })];
    await store.users.insert(ada);
    await store.users.insert(grace);
    await list(ada.id);
    expect(await finding()).toMatch(/^WARNING: 1 owner with 1 passkey\. If it is lost/);
    await list(ada.id, grace.id);
    expect(await finding()).toBe('OK: 2 owners with 2 passkeys.');
    await store.users.update(ada, { passkeyIds: ['one', 'three'] });
    await list(ada.id);
    expect(await finding()).toBe('OK: 1 owner with 2 passkeys.');
  });

  it('of the mails connect to the mail server, and say what became of the last mails', async () => {
    expect(text(await checkMail(depsOf({})))).toMatch(/^OK: The server sends no mails/);
    const mailer = (check: Mailer['check'] = () => Promise.resolve()): Mailer => ({
      check,
      send: () => Promise.resolve(),
    });
    const finding = async (mail: Config['mail'] = MAIL, with_ = mailer()) =>
      text(await checkMail(depsOf({ config: { mail }, mailer: with_ })));
    const stored = (changes: Partial<Mail>) =>
      store.mails.insert(aMail({ nextAttemptAt: undefined, error: undefined, expiresAt: inAnHour, ...changes }));
    expect(await finding()).toMatch(
      /^OK: The mail server mail\.example\.com:587 answers\. No mail was sent in the last 30 days; 0 mails failed/,
    );
    await stored({ id: 'm1', state: 'SENT', sentAt: NOW, createdAt: NOW });
    expect(await finding()).toMatch(/The last mail was sent on 2028-05-05 12:00 UTC; 0 mails failed/);
    expect(await finding({ ...MAIL, tls: 'off' })).toMatch(/^WARNING: .*without encryption/);
    await stored({
      id: 'm2',
      state: 'FAILED',
      createdAt: new Date(NOW.getTime() + 1),
      error: '550 <ada@example.org> unknown',
    });
    expect(await finding()).toMatch(
      /^WARNING: .*the last mail failed.*1 mail failed.*\(users:read\) The reason: 550 <ada@/,
    );
    await stored({ id: 'm3', state: 'WAITING', attempts: 1, error: '451 busy' });
    expect(await finding()).toMatch(
      /^WARNING: .*mails wait because an attempt failed.*\(users:read\) The reason: 451 busy/,
    );
    const broken = mailer(() => Promise.reject(new Error('535 wrong\u0007 password.')));
    expect(await finding(MAIL, broken)).toMatch(/^FAILED: .*cannot be used: 535 wrong {2}password\. Check SMTP_URL/);
  });

  it('of the signing keys want them replaced in time', async () => {
    const finding = async () => text(await checkSigningKeys(depsOf({})));
    expect(await finding()).toMatch(/^UNKNOWN: There is no signing key/);
    const ring = aKeyRing(anIssuer());
    const active = (days: number) => [
      { ...(ring.keys[0] as SigningKey), status: 'ACTIVE' as const, activeFrom: NOW.getTime() - days * 24 * HOUR_MS },
    ];
    await store.keyRings.insert({ ...ring, keys: active(80) });
    expect(await finding()).toMatch(/^OK: .*the next on 2028-05-15\./);
    const stored = await store.keyRings.find(ring.id);
    if (stored !== undefined) await store.keyRings.update(stored, { keys: active(92) });
    expect(await finding()).toMatch(/^FAILED: 1 signing key should have been replaced since 2028-05-03/);
  });

  it('of the client secrets name those that expire within 30 days', async () => {
    const finding = async () => text(await checkClientSecrets(depsOf({})));
    const secret = (days?: number): ClientSecret => ({
      id: `in-${days}`,
      secret: { sealed: 'sealed' },
      hint: 'hint',
      createdAt: 0,
      ...(days !== undefined && { expiresAt: NOW.getTime() + days * 24 * HOUR_MS }),
    });
    await store.clients.insert(aClient({ id: 'calm', secrets: [secret(-1), secret(31), secret()] }));
    expect(await finding()).toBe('OK: No client secret expires within 30 days.');
    await store.clients.insert(aClient({ id: 'wiki', secrets: [secret(29), secret()] }));
    await store.clients.insert(aClient({ id: 'shop', secrets: [secret(2)] }));
    expect(await finding()).toMatch(
      /^WARNING: 2 clients with a secret that expires within 30 days, the first on 2028-05-07\. .*\(clients:read\) The first to expire: shop, wiki\.$/,
    );
  });

  it('of the environment name what overrides or remains', async () => {
    expect(text(await checkEnvironment(depsOf({ config: { maxSessions: 7 } })))).toMatch(/^OK: /);
    await store.serverSettings.insert({
      id: SERVER_SETTINGS_ID,
      version: 0,
      values: { maxSessions: 5 },
      updatedAt: NOW,
    });
    const config = {
      maxSessions: 7,
      bootstrapApiKey: 'x'.repeat(40),
      allowEmptyDatabase: true,
      secretKeys: ['one', 'two'],
    };
    const found = text(await checkEnvironment(depsOf({ config })));
    expect(found).toMatch(/^WARNING: MAX_SESSIONS in the environment overrides/);
    expect(found).toMatch(/BOOTSTRAP_API_KEY has all permissions.*ALLOW_EMPTY_DATABASE is set.*SECRET_KEY has 2 keys/);
    expect(found).not.toContain('xxx');
  });

  it('of the jobs name those that fail', () => {
    const finding = (...jobRuns: { name: string; failures: number }[]) =>
      text(checkJobs(depsOf({ around: { jobRuns: () => jobRuns } })));
    expect(text(checkJobs(depsOf({})))).toMatch(/^UNKNOWN: /);
    expect(finding({ name: 'sweep', failures: 0 }, { name: 'mails', failures: 0 })).toMatch(/^OK: 2 jobs run/);
    expect(finding({ name: 'sweep', failures: 1 }, { name: 'mails', failures: 0 })).toMatch(
      /^WARNING: .*failed: sweep\./,
    );
    expect(finding({ name: 'sweep', failures: 3 }, { name: 'mails', failures: 1 })).toMatch(
      /^FAILED: .*sweep, mails\./,
    );
  });

  it.each([
    ['v26.10.0', /^OK: .*until 2029-04-30/],
    ['v25.2.0', /^WARNING: .*long-term support/],
    ['v24.1.0', /^FAILED: .*since 2028-04-30/],
    ['v40.0.0', /^OK: Node v40\.0\.0\./],
  ])('of Node want security updates: %s', (nodeVersion, expected) => {
    expect(text(checkNodeVersion(depsOf({ around: { nodeVersion } })))).toMatch(expected);
  });
});

function onPlace(place: 'NETWORK' | 'MEMORY' | 'CONTAINER'): SqliteReport {
  return { ...SQLITE, file: { path: 'data/passgraph.db', freeBytes: 50e9, place } };
}

/** `fetch` wraps the error of the connection. */
function networkError(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('the connection failed'), { code }) });
}
