import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { askRunningServer } from '../../../src/admin/setup/running/running-server.js';
import { proveServer } from '../../../src/admin/setup/running/server-proof.js';
import type { Deps, Fetch } from '../../../src/model/deps.js';
import { testDeps } from '../../support/deps.js';
import { DATABASE_MESSAGE, failingStore } from '../../support/failing-store.js';
import { openMemoryStore } from '../../support/stores.js';

const PUBLIC = 'https://login.example.com';
const LOCAL = 'http://localhost:3000';
const CHECK = { id: 'JOBS', state: 'OK', message: 'They run.', documentation: 'docs/check-setup.md#jobs' } as const;
const ANSWER = { data: { server: { version: '0.2.0', checks: [CHECK] } } };

describe('The question to the running server', () => {
  let deps: Deps;
  let keys: string[];
  beforeEach(async () => {
    keys = [];
    deps = testDeps(await openMemoryStore(), { config: { issuer: PUBLIC, host: '0.0.0.0' } });
  });
  afterEach(() => deps.store.close());

  /** Servers that answer at these origins. */
  const ask = (servers: Readonly<Record<string, { issuer: string; port?: number; answer?: () => Response }>>) => {
    const fetchOwn: Fetch = async (url, options) => {
      const { origin, pathname, searchParams } = new URL(url);
      const server = servers[origin];
      if (server === undefined) throw new TypeError('fetch failed');
      if (pathname === '/health/proof') {
        const { port = 3000 } = server;
        const challenge = searchParams.get('challenge') ?? '';
        return Response.json({ proof: proveServer(deps.keys, { challenge, port }) });
      }
      if (pathname !== '/graphql') return Response.json({ issuer: server.issuer });
      keys.push(`${origin} ${new Headers(options?.headers).get('authorization')}`);
      const [key] = (await deps.store.apiKeys.page({ first: 10 })).items;
      expect(key?.record).toMatchObject({ permissions: ['issuers:read'], name: 'npm run doctor' });
      return (server.answer ?? (() => Response.json(ANSWER)))();
    };
    return askRunningServer(deps, { nodeVersion: 'v26.0.0', fetchOwn });
  };
  const remaining = async () => (await deps.store.apiKeys.page({ first: 10 })).items.length;

  it('goes to the public URL, with a key that is deleted afterwards', async () => {
    const answer = await ask({ [PUBLIC]: { issuer: PUBLIC }, [LOCAL]: { issuer: PUBLIC } });
    expect(answer).toEqual({ state: 'OK', message: expect.stringContaining(`answers at ${PUBLIC}.`), checks: [CHECK] });
    expect(keys).toEqual([expect.stringMatching(/^https:\/\/login\.example\.com Bearer pg_/)]);
    expect(await remaining()).toBe(0);
  });

  it('goes to the port if the public URL leads to another server, which never sees a key', async () => {
    const answer = await ask({ [PUBLIC]: { issuer: 'https://other.example' }, [LOCAL]: { issuer: PUBLIC } });
    expect(answer.message).toContain(`answers at ${LOCAL}.`);
    expect(keys).toEqual([expect.stringMatching(/^http:\/\/localhost:3000 Bearer /)]);
  });

  it('sends no key to a program at the port that lacks the SECRET_KEY, or passes a proof of another port on', async () => {
    const answer = await ask({ [LOCAL]: { issuer: PUBLIC, port: 3001 } });
    expect(answer).toEqual({
      state: 'FAILED',
      message: expect.stringMatching(/:3000 .*does not prove that it has the S/),
    });
    expect([keys, await remaining()]).toEqual([[], 0]);
  });

  it('says that the database accepts no key, for example because the disk is full', async () => {
    const { store } = deps;
    deps = { ...deps, store: failingStore(store, (name) => name === 'commit', 'unknown') };
    const answer = await ask({ [PUBLIC]: { issuer: PUBLIC } });
    expect(answer).toEqual({
      state: 'UNKNOWN',
      message: expect.stringContaining(`(${DATABASE_MESSAGE}). See DISK_SPACE`),
    });
    deps = { ...deps, store };
  });

  it('makes no key if no server answers', async () => {
    const answer = await ask({ [PUBLIC]: { issuer: 'https://other.example' } });
    expect(answer).toEqual({ state: 'UNKNOWN', message: expect.stringContaining(`${PUBLIC} or ${LOCAL}. Start it`) });
    const { items } = await deps.store.auditEvents.page({ first: 10 }, 'OLDEST_FIRST', {});
    expect(items).toEqual([]);
  });

  it.each([
    [() => new Response('{}', { status: 401 }), /uses another database/],
    [() => Response.json({ errors: [{ message: 'Cannot query field "server"' }] }, { status: 400 }), /another version/],
    [() => new Response('Bad Gateway', { status: 502 }), /did not answer the query/],
  ])('fails if the answer is of no use: %#', async (answer, expected) => {
    const found = await ask({ [PUBLIC]: { issuer: PUBLIC, answer } });
    expect(found).toEqual({ state: 'FAILED', message: expect.stringMatching(expected) });
    expect(await remaining()).toBe(0);
  });
});
