import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { askRunningServer } from '../../../src/admin/setup/running/running-server.js';
import { openAnswer, sealRequest } from '../../../src/admin/setup/running/sealed-checks.js';
import { makeSetupChecks } from '../../../src/admin/setup/setup-checks.js';
import { makeHttpApp } from '../../../src/http/make-http-app.js';
import { newSecret } from '../../../src/keys/secrets.js';
import type { Deps, Fetch } from '../../../src/model/deps.js';
import { testDeps } from '../../support/deps.js';
import { failingStore } from '../../support/failing-store.js';
import { openMemoryStore } from '../../support/stores.js';

const PUBLIC = 'https://login.example.com';
const LOCAL = 'http://localhost:3000';
const PATH = '/health/checks';
const AROUND = { nodeVersion: 'v26.0.0' };
const JSON_BODY = { 'content-type': 'application/json' };

type Send = (body: string, headers?: Record<string, string>) => Promise<Response>;

describe('The question to the running server', () => {
  let deps: Deps;
  let server: Server;
  /** Whether the database of the server answers nothing. */
  let isSilent = false;
  let toServer: Send;
  beforeAll(async () => {
    deps = testDeps(await openMemoryStore(), { config: { issuer: PUBLIC, host: '0.0.0.0' } });
    const ofServer = { ...deps, store: failingStore(deps.store, () => isSilent, 'silence') };
    const checkSetup = makeSetupChecks(ofServer, AROUND, { keptMs: -1, limitMs: 500 });
    const graphql = () => undefined;
    server = createServer(makeHttpApp(ofServer, { graphql, checkSetup }));
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
    const url = `http://localhost:${(server.address() as AddressInfo).port}${PATH}`;
    toServer = (body, headers = JSON_BODY) => fetch(url, { method: 'POST', headers, body });
  });
  beforeEach(() => {
    isSilent = false;
  });
  afterAll(async () => {
    await new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    });
    await deps.store.close();
  });

  /** What `npm run doctor` learns if these programs answer at these origins. */
  const ask = (programs: Readonly<Record<string, Send>>, asking = deps) => {
    const fetchOwn: Fetch = (url, options) => {
      const { origin, pathname } = new URL(url);
      expect([pathname, new Headers(options?.headers).get('authorization')]).toEqual([PATH, null]);
      const program = programs[origin];
      return program === undefined ? Promise.reject(new TypeError('fetch failed')) : program(String(options?.body));
    };
    return askRunningServer(asking, { ...AROUND, fetchOwn });
  };
  const UNPROVEN = { state: 'FAILED', message: expect.stringMatching(/does not prove that it has the SECRET_KEY/) };

  it('goes to the public URL, and needs no API key', async () => {
    const { state, message, checks } = await ask({ [PUBLIC]: toServer, [LOCAL]: toServer });
    expect([state, message]).toEqual(['OK', expect.stringMatching(/^Passgraph \S+ runs and answers at https:/)]);
    const proxy = { id: 'PROXY', message: expect.stringContaining('This request came from') };
    expect(checks).toEqual(expect.arrayContaining([expect.objectContaining(proxy)]));
    expect((await deps.store.auditEvents.page({ first: 10 }, 'OLDEST_FIRST', {})).items).toEqual([]);
  });

  it('goes to the port if the public URL leads to another program', async () => {
    const other: Send = async () => new Response('<html>', { status: 404 });
    expect((await ask({ [PUBLIC]: other, [LOCAL]: toServer })).message).toContain(`answers at ${LOCAL}.`);
    expect(await ask({ [PUBLIC]: other })).toEqual(UNPROVEN);
  });

  it('is answered while the database is silent', async () => {
    isSilent = true;
    const { state, checks = [] } = await ask({ [LOCAL]: toServer });
    expect([state, checks.find(({ id }) => id === 'DATABASE')?.state]).toEqual(['OK', 'UNKNOWN']);
  });

  it.each([
    [{}, `${PUBLIC} or ${LOCAL}. Start it`],
    [{ [PUBLIC]: async () => new Response('Bad Gateway', { status: 502 }) }, 'No running server'],
  ])('is without an answer if no server runs: %#', async (programs, message) => {
    expect(await ask(programs)).toEqual({ state: 'UNKNOWN', message: expect.stringContaining(message) });
  });

  it('shows nothing to a program that passes it on', async () => {
    const seen: string[] = [];
    const relay: Send = async (body) => {
      const text = await (await toServer(body)).text();
      seen.push(body, text);
      return new Response(text);
    };
    expect((await ask({ [LOCAL]: relay })).state).toBe('OK');
    expect(seen).toHaveLength(2);
    for (const text of seen) expect(text).toMatch(/^\{"sealed":"[\w-]{11}\.[\w-]+"\}$/);
  });

  it('does not believe a program that changes, invents or repeats an answer', async () => {
    const earlier = await (await toServer(JSON.stringify(sealRequest(deps, newSecret(deps.random))))).text();
    const changed: Send = async (body) => {
      const { sealed } = (await (await toServer(body)).json()) as { sealed: string };
      const middle = sealed.length / 2;
      const other = sealed.charAt(middle) === 'A' ? 'B' : 'A';
      return Response.json({ sealed: `${sealed.slice(0, middle)}${other}${sealed.slice(middle + 1)}` });
    };
    const programs: readonly Send[] = [
      changed,
      async () => new Response(earlier),
      async (body) => new Response(body),
      async () => Response.json({ challenge: 'x', version: '9', checks: [] }),
      async () => Response.json(null),
      async () => new Response('', { status: 500 }),
    ];
    for (const program of programs) expect(await ask({ [LOCAL]: program })).toEqual(UNPROVEN);
  });

  it('is refused to a command with another SECRET_KEY', async () => {
    const stranger = testDeps(deps.store, { config: { issuer: PUBLIC } });
    const { state, message } = await ask({ [LOCAL]: toServer }, stranger);
    expect([state, message]).toEqual(['FAILED', expect.stringContaining('(status 403)')]);
  });

  it('is refused in one way, whatever is wrong with it', async () => {
    const challenge = newSecret(deps.random);
    const minutesAgo = (minutes: number) => ({
      keys: deps.keys,
      clock: { now: () => new Date(deps.clock.now().getTime() - minutes * 61_000) },
    });
    const refused = [
      sealRequest(minutesAgo(1), challenge),
      sealRequest(minutesAgo(-1), challenge),
      sealRequest(deps, 'short'),
      deps.keys.seal(JSON.stringify({ challenge, at: Date.now() }), { record: 'setup-checks', field: 'answer' }),
      deps.keys.seal('null', { record: 'setup-checks', field: 'request' }),
      await (await toServer(JSON.stringify(sealRequest(deps, challenge)))).json(),
      { sealed: 'none.none' },
      { sealed: [1] },
      {},
    ];
    const answers = await Promise.all(
      refused.map(async (body) => {
        const response = await toServer(JSON.stringify(body));
        return [response.status, await response.text()];
      }),
    );
    expect(answers[0]?.[0]).toBe(403);
    // A replayed answer of the server is longer than a request may be.
    expect(answers.splice(5, 1)[0]?.[0]).toBe(413);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('is a small JSON body, and caches keep no answer', async () => {
    const challenge = newSecret(deps.random);
    const body = JSON.stringify(sealRequest(deps, challenge));
    const answer = await toServer(body);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(openAnswer(deps, await answer.json(), challenge)?.checks.length).toBeGreaterThan(10);
    expect((await toServer(body, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await toServer('[]')).status).toBe(400);
    expect((await toServer(`${body}${' '.repeat(1024)}`)).status).toBe(413);
  });
});
