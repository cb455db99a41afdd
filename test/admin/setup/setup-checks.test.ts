import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { type CheckId, makeSetupChecks, type SetupCheck } from '../../../src/admin/setup/setup-checks.js';
import type { Deps, Mailer } from '../../../src/model/deps.js';
import type { AdminPermission } from '../../../src/model/server/administration.js';
import { aMail } from '../../storage/records.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { testDeps } from '../../support/deps.js';
import { failingStore } from '../../support/failing-store.js';
import { openMemoryStore } from '../../support/stores.js';

const QUERY =
  '{ server { version nodeVersion name url rpId rpOrigins database issuerUrls checks { id state message documentation } } }';
const AROUND = { nodeVersion: 'v26.0.0' };
const MAIL = { host: 'mail.example.com', port: 587, tls: 'starttls', from: { address: 'id@example.com' } } as const;

function one(checks: readonly SetupCheck[], id: CheckId): SetupCheck | undefined {
  return checks.find((check) => check.id === id);
}

describe('The query server', () => {
  let server: Administration;
  beforeAll(async () => {
    server = await openAdministration({ config: { trustProxy: undefined } });
  });
  afterAll(() => server.close());

  it('returns the version, the addresses and the checks, each with a section of the documentation', async () => {
    const { data, errors } = await server.call(QUERY, {}, await server.keyWith('issuers:read'));
    expect(errors).toEqual([]);
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    const { checks, ...facts } = data.server;
    expect(facts).toEqual({
      version,
      nodeVersion: process.version,
      name: 'Passgraph',
      url: 'http://localhost:3000',
      rpId: 'localhost',
      rpOrigins: ['http://localhost:3000'],
      database: 'SQLITE',
      issuerUrls: ['http://localhost:3000'],
    });
    const page = await readFile('docs/check-setup.md', 'utf8');
    const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);
    const links = checks.map(({ documentation }: SetupCheck) => documentation);
    expect(links).toEqual(
      headings.map((heading) => `docs/check-setup.md#${heading.toLowerCase().replaceAll(' ', '-')}`),
    );
    expect(checks.every(({ message }: SetupCheck) => /^[A-Z].*\.$/s.test(message))).toBe(true);
    expect(one(checks, 'PROXY')).toMatchObject({ state: 'OK', message: expect.stringContaining('without a proxy') });
    expect(one(checks, 'DATABASE')).toMatchObject({ state: 'FAILED', message: expect.stringContaining('in memory') });
  });

  it('examines the request that asks', async () => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await server.keyWith('issuers:read')}`,
        'x-forwarded-for': '203.0.113.9',
      },
      body: JSON.stringify({ query: QUERY }),
    });
    const { data } = (await response.json()) as { data: { server: { checks: SetupCheck[] } } };
    expect(one(data.server.checks, 'PROXY')).toMatchObject({
      state: 'FAILED',
      message: expect.stringContaining('Set TRUST_PROXY=loopback.'),
    });
  });

  it('needs issuers:read, and can be asked only a few times in one operation', async () => {
    expect(refusal(await server.call(QUERY, {}, await server.keyWith('clients:write', 'users:write')))).toBe(
      'FORBIDDEN',
    );
    expect(refusal(await server.call(QUERY, {}, null))).toBe('UNAUTHENTICATED');
    const often = Array.from({ length: 20 }, (_, index) => `a${index}: checks { state }`).join(' ');
    expect(refusal(await server.call(`{ server { ${often} } }`))).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('The checks of the setup', () => {
  const caller = (...permissions: AdminPermission[]) => ({ permissions });
  let checked = 0;
  let mailerCheck: Mailer['check'] = () => Promise.resolve();
  let deps: Deps;
  beforeAll(async () => {
    const mailer = { send: () => Promise.resolve(), check: () => mailerCheck() };
    deps = testDeps(await openMemoryStore(), { mailer, config: { mail: MAIL } });
  });
  afterAll(() => deps.store.close());
  const counting: Mailer['check'] = async () => {
    checked += 1;
  };

  it('run once for all callers that ask within some seconds', async () => {
    mailerCheck = counting;
    const check = makeSetupChecks(deps, AROUND);
    await Promise.all([check(systemCaller), check(systemCaller), check(caller('issuers:read'))]);
    await check(systemCaller);
    expect(checked).toBe(1);
    const always = makeSetupChecks(deps, AROUND, { keptMs: -1 });
    await always(systemCaller);
    await always(systemCaller);
    expect(checked).toBe(3);
  });

  it('do not wait for one that hangs, and do not start it again meanwhile', async () => {
    let release: () => void = () => undefined;
    mailerCheck = () =>
      new Promise((resolve) => {
        checked += 1;
        release = resolve;
      });
    checked = 0;
    const check = makeSetupChecks(deps, AROUND, { keptMs: -1, limitMs: 20 });
    for (let turn = 0; turn < 2; turn += 1)
      expect(one(await check(systemCaller), 'MAIL')).toMatchObject({
        state: 'UNKNOWN',
        message: expect.stringContaining('2 seconds'),
      });
    expect(checked).toBe(1);
    release();
    mailerCheck = counting;
    while (one(await check(systemCaller), 'MAIL')?.state === 'UNKNOWN')
      await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('say so if the database is not available or a check fails, and go on with the others', async () => {
    const logged: string[] = [];
    const note = (_: object, message: string) => void logged.push(message);
    const log = { ...deps.log, warn: note, error: note };
    const store = failingStore(deps.store, (name) => name.startsWith('owners.'));
    mailerCheck = () => {
      throw new Error('a bug');
    };
    const checks = await makeSetupChecks({ ...deps, store, log }, AROUND)(systemCaller);
    expect(one(checks, 'OWNERS')).toMatchObject({
      state: 'UNKNOWN',
      message: expect.stringContaining('not available'),
    });
    expect(one(checks, 'MAIL')).toMatchObject({ state: 'UNKNOWN', message: expect.not.stringContaining('a bug') });
    expect(one(checks, 'NODE_VERSION')?.state).toBe('OK');
    expect(logged.toSorted()).toEqual([
      'a check of the setup could not reach the database',
      'a check of the setup failed',
    ]);
  });

  it('show the reason of a failed mail only to callers who may read users', async () => {
    mailerCheck = () => Promise.resolve();
    await deps.store.mails.insert(
      aMail({ state: 'FAILED', error: '550 <ada@example.org> is unknown', nextAttemptAt: undefined }),
    );
    const check = makeSetupChecks(deps, AROUND);
    const messageFor = async (...permissions: AdminPermission[]) =>
      one(await check(caller(...permissions)), 'MAIL')?.message;
    expect(await messageFor('issuers:read')).not.toContain('ada@');
    expect(await messageFor('issuers:write', 'users:write')).toContain('ada@');
    await expect(check(caller('users:read'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
