import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, graphql } from 'graphql';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { makeContext } from '../../src/graphql/graphql-context.js';
import { makeSchema } from '../../src/graphql/schema-build.js';
import { type Administration, openAdministration, ROOT_KEY, refusal } from '../support/administration.js';
import { makeUser } from '../support/fixtures.js';

let server: Administration;
const logged: object[] = [];
const told: object[] = [];
beforeAll(async () => {
  const ignore = (): void => {};
  const info = (detail: object, message: string) => void told.push({ ...detail, message });
  const log = { debug: ignore, info, warn: ignore, error: (detail: object) => void logged.push(detail) };
  server = await openAdministration({ log });
});
afterAll(() => server.close());

const VIEWER = '{ viewer { subject kind permissions } }';

function post(body: string, headers: Record<string, string>) {
  return fetch(server.url, { method: 'POST', headers, body });
}

async function codesOf(response: Response) {
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  return errors.map(({ extensions }) => extensions.code);
}

describe('The caller of POST /graphql', () => {
  it('has every permission with the bootstrap key', async () => {
    const { data, status } = await server.call(VIEWER);
    expect(status).toBe(200);
    expect(data.viewer).toEqual({ subject: 'bootstrap', kind: 'API_KEY', permissions: ['*'] });
  });

  it('has the permissions of a stored API key', async () => {
    const key = await server.keyWith('users:read', 'clients:write');
    const { data } = await server.call(VIEWER, {}, key);
    expect(data.viewer).toMatchObject({ kind: 'API_KEY', permissions: ['users:read', 'clients:write'] });
  });

  it('gets a challenge without credentials (RFC 6750 §3)', async () => {
    const answer = await server.call(VIEWER, {}, null);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="graphql"');
    expect(refusal(answer)).toBe('UNAUTHENTICATED');
  });

  it.each(['Bearer ', 'Bearer', `Basic ${ROOT_KEY}`, ROOT_KEY])(
    'gets a challenge with the invalid credentials %s',
    async (authorization) => {
      const headers = { 'Content-Type': 'application/json', Authorization: authorization };
      const answer = await post(JSON.stringify({ query: VIEWER }), headers);
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="graphql"']);
      const { errors } = (await answer.json()) as { errors: { message: string }[] };
      expect(errors[0]?.message).toMatch(/as a bearer token: Authorization: Bearer KEY\.$/);
    },
  );

  it.each([
    ['another text', 'something'],
    ['a key that does not exist', `pg_missing.${'a'.repeat(43)}`],
    ['a key without a secret', 'pg_missing'],
  ])('gets invalid_token for %s', async (_, key) => {
    const answer = await server.call(VIEWER, {}, key);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer error="invalid_token"');
    expect(refusal(answer)).toBe('UNAUTHENTICATED');
  });

  it('is rejected with a key that has another secret', async () => {
    const key = await server.keyWith('*');
    const other = await server.keyWith('*');
    const forged = `${key.split('.')[0]}.${other.split('.')[1]}`;
    expect(refusal(await server.call(VIEWER, {}, forged))).toBe('UNAUTHENTICATED');
  });

  it('is logged without the key if it is unknown or lacks a permission', async () => {
    told.length = 0;
    const key = await server.keyWith('users:read');
    const forged = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    await server.call(VIEWER, {}, forged);
    await server.call('{ clients { totalCount } again: clients { totalCount } users { totalCount } }', {}, key);
    await server.call('{ users { totalCount } }', {}, key);
    await fetch(new URL('/pictures/server', server.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
    });
    const lines = told.filter(({ message }: { message?: string }) => message?.startsWith('administration denied'));
    expect(lines).toMatchObject([
      { message: 'administration denied to unknown credentials', ipAddress: expect.any(String) },
      { message: 'administration denied', actorKind: 'API_KEY', path: 'clients', reason: expect.any(String) },
      { message: 'administration denied', actorKind: 'API_KEY', path: '/pictures/server', reason: expect.any(String) },
    ]);
    expect(JSON.stringify(told)).not.toContain(key.split('.')[1]?.slice(0, -1));
  });

  it('is not identified by a session cookie or basic authentication', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ query: VIEWER });
    expect((await post(body, { ...headers, Cookie: `passgraph_session=${ROOT_KEY}` })).status).toBe(401);
    expect((await post(body, { ...headers, Authorization: `Basic ${ROOT_KEY}` })).status).toBe(401);
  });

  it('learns nothing about the schema without credentials, not even that a query is wrong', async () => {
    expect(refusal(await server.call(getIntrospectionQuery(), {}, null))).toBe('UNAUTHENTICATED');
    expect(refusal(await server.call('{ nothing }', {}, null))).toBe('UNAUTHENTICATED');
    expect(refusal(await server.call('{', {}, null))).toBe('UNAUTHENTICATED');
  });

  it('can introspect the schema', async () => {
    const { data, errors } = await server.call(getIntrospectionQuery(), {}, await server.keyWith('users:read'));
    expect(errors).toEqual([]);
    expect(data.__schema.queryType.name).toBe('Query');
  });

  it('gets responses that cannot be cached', async () => {
    expect((await server.call(VIEWER)).headers.get('cache-control')).toBe('no-store');
  });
});

describe('The request of POST /graphql', () => {
  const authorized = { 'Content-Type': 'application/json', Authorization: `Bearer ${ROOT_KEY}` };

  it('cannot be a GET', async () => {
    const response = await fetch(`${server.url}?query=${encodeURIComponent(VIEWER)}`, { headers: authorized });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toContain('POST');
    expect(await codesOf(response)).toEqual(['BAD_REQUEST']);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=a'])(
    'cannot have the type %s, which a page of another site can send',
    async (type) => {
      const response = await post(JSON.stringify({ query: VIEWER }), { ...authorized, 'Content-Type': type });
      expect(response.status).toBe(415);
      expect(await codesOf(response)).toEqual(['BAD_REQUEST']);
    },
  );

  it('cannot be a batch of operations', async () => {
    const response = await post(JSON.stringify([{ query: VIEWER }, { query: VIEWER }]), authorized);
    expect(response.status).toBe(400);
    expect(await codesOf(response)).toEqual(['BAD_REQUEST']);
  });

  it.each(['', '{', '"text"', '{}', '{"query": 1}'])('is rejected with the body %j', async (body) => {
    const response = await post(body, authorized);
    expect(response.status).toBe(400);
    expect(await codesOf(response)).toEqual(['BAD_REQUEST']);
  });

  it('is rejected with a body of more than 256 kB', async () => {
    const response = await post(JSON.stringify({ query: `${VIEWER}${' '.repeat(300_000)}` }), authorized);
    expect(response.status).toBe(413);
    expect(await codesOf(response)).toEqual(['BAD_REQUEST']);
  });
});

describe('The errors of POST /graphql', () => {
  it('have the codes of GraphQL if GraphQL itself rejects the request', async () => {
    expect(refusal(await server.call('{'))).toBe('GRAPHQL_PARSE_FAILED');
    expect(refusal(await server.call('{ nothing }'))).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(refusal(await server.call('subscription { viewer { kind } }'))).toBe('GRAPHQL_VALIDATION_FAILED');
    const wrong = await server.call('query ($first: Int!) { users(first: $first) { totalCount } }', { first: 'many' });
    expect(wrong.errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    const absent = await server.call('query ($first: Int) { users(first: $first) { totalCount } }', { first: null });
    expect([absent.status, refusal(absent)]).toEqual([400, 'BAD_USER_INPUT']);
    expect(absent.errors[0]?.message).toContain('Argument "first" of non-null type "Int!" must not be null.');
  });

  it('say how to write a date and time', async () => {
    const list = (from: string) => `auditEvents(filter: { from: ${from} }) { totalCount }`;
    const query = `query ($from: DateTime) { ${list('$from')} }`;
    for (const from of ['2026-11-21', '2026-11-21T12:00:00', 'yesterday', 7]) {
      for (const { errors } of [
        await server.call(query, { from }),
        await server.call(`{ ${list(JSON.stringify(from))} }`),
      ])
        expect(errors[0]?.message).toContain('Send a date and time with a time zone, such as 2026-11-21T12:00:00.000Z');
    }
    expect(refusal(await server.call(query, { from: '2026-11-21T13:00:00+01:00' }))).toBeUndefined();
  });

  it('contain no stack trace', async () => {
    const { errors } = await server.call('{ nothing }');
    expect(JSON.stringify(errors)).not.toMatch(/stack|node_modules/);
  });

  it('contain nothing about a defect of the server, which is logged', async () => {
    const broken = await openAdministration({ log: server.deps.log });
    const { users } = broken.deps.store;
    const breaking = { ...users, find: () => Promise.reject(new Error('the disk is full')) };
    Object.assign(broken.deps.store, { users: breaking });
    const answer = await broken.call('{ user(id: "ada") { id } }');
    expect(refusal(answer)).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(answer)).not.toContain('disk');
    expect(logged.some((detail) => 'err' in detail && String(detail.err).includes('the disk is full'))).toBe(true);
    await broken.close();
  });
});

describe('The limits of POST /graphql', () => {
  const MESSAGE = 'GRAPHQL_VALIDATION_FAILED';

  /** A clock that advances by a second each time it is read. */
  const slowServer = () => {
    let time = Date.parse('2026-01-01T00:00:00Z');
    const now = () => {
      time += 1000;
      return new Date(time);
    };
    return openAdministration({ clock: { now } });
  };

  describe('for a time of 20 seconds', () => {
    it('reject a query that takes longer', async () => {
      const slow = await slowServer();
      const fields = Array.from({ length: 30 }, (_, place) => `f${place}: scopes { name }`).join(' ');
      const { data, errors } = await slow.call(`{ ${fields} }`);
      expect(data).toBeNull();
      expect(errors[0]?.extensions.code).toBe('RATE_LIMITED');
      expect((await slow.call('{ viewer { subject } }')).errors).toEqual([]);
      await slow.close();
    });

    it('do not stop a mutation, because a secret in its answer is only shown once', async () => {
      const slow = await slowServer();
      const change = (place: number) => `c${place}: createClient(input: { name: "Client" }) { clientSecret }`;
      const changes = Array.from({ length: 12 }, (_, place) => change(place)).join(' ');
      const began = slow.deps.clock.now();
      const { data, errors } = await slow.call(`mutation { ${changes} }`);
      expect(slow.deps.clock.now().getTime() - began.getTime()).toBeGreaterThan(20_000);
      expect([errors, Object.keys(data)]).toEqual([[], Array.from({ length: 12 }, (_, place) => `c${place}`)]);
      await slow.close();
    });
  });

  it('end the counting of effects after 20 seconds, and make the change', async () => {
    const slow = await slowServer();
    const { id } = await makeUser(slow.deps);
    const change = (place: number) => `c${place}: createClient(input: { name: "Client" }) { clientSecret }`;
    const disable = `disable: setUserEnabled(input: { id: "${id}", enabled: false }) {
      user { enabled }
      effects { sessions { count more } }
    }`;
    const { data, errors } = await slow.call(
      `mutation { ${Array.from({ length: 12 }, (_, at) => change(at)).join(' ')} ${disable} }`,
    );
    expect([errors, data.disable]).toEqual([
      [],
      { user: { enabled: false }, effects: { sessions: { count: 0, more: true } } },
    ]);
    expect(data.c0.clientSecret).toEqual(expect.any(String));
    await slow.close();
  });

  it('begin no change for a client that has closed the connection', async () => {
    const request = { caller: systemCaller, gone: AbortSignal.abort() } as Parameters<typeof makeContext>[2];
    const contextValue = makeContext(server.deps, {} as Parameters<typeof makeContext>[1], request);
    const source = 'mutation { createGroup(input: { id: "late", name: "Late" }) { group { id } } }';
    const { errors } = await graphql({ schema: makeSchema(), source, contextValue });
    expect(errors?.[0]?.message).toBe('The client has closed the connection.');
    expect(await server.deps.store.groups.find('late')).toBeUndefined();
  });

  it('reject an operation with a million nodes, in literals or variables', async () => {
    const page = (inner: string) => `edges { node { id ${inner} } }`;
    const nested = `{ groups(first: 100) { ${page(`members(first: 100) { ${page(`groups(first: 100) { ${page('')} }`)} }`)} } }`;
    const answer = await server.call(nested);
    expect(refusal(answer)).toBe(MESSAGE);
    expect(answer.status).toBe(400);
    const variable = `query ($n: Int!) { groups(first: $n) { ${page(`members(first: $n) { ${page('')} }`)} } }`;
    expect(refusal(await server.call(variable, { n: 100 }))).toBe(MESSAGE);
    expect((await server.call(variable, { n: 10 })).errors).toEqual([]);
  });

  it('count a total once for a page', async () => {
    const totals = (total: string) =>
      server.call(`{ groups(first: 100) { totalCount edges { node { id members(first: 100) { ${total} } } } } }`);
    expect((await totals('totalCount')).errors).toEqual([]);
    expect(refusal(await totals('a: totalCount b: totalCount c: totalCount d: totalCount'))).toBe(MESSAGE);
    const skipped = 'totalCount @skip(if: true) '.repeat(100);
    expect(refusal(await totals(`${skipped} edges { node { id username } }`))).toBe(MESSAGE);
  });

  it('reject many statistics in one operation, because each counts everything', async () => {
    const statistics = (times: number) =>
      server.call(`{ ${Array.from({ length: times }, (_, at) => `s${at}: statistics { users }`).join(' ')} }`);
    expect((await statistics(10)).errors).toEqual([]);
    expect(refusal(await statistics(100))).toBe(MESSAGE);
  });

  it('reject an operation that is too deep, also with fragments', async () => {
    const deep = (levels: number): string =>
      levels === 0 ? 'id' : `id permissions(first: 1) { edges { node { client { ${deep(levels - 1)} } } } }`;
    expect(refusal(await server.call(`{ client(id: "a") { ${deep(6)} } }`))).toBe(MESSAGE);
    expect((await server.call(`{ client(id: "a") { ${deep(2)} } }`)).errors).toEqual([]);
    const fragments = `{ client(id: "a") { ...A } } fragment A on Client { ${deep(3)} ...B } fragment B on Client { ${deep(5)} }`;
    expect(refusal(await server.call(fragments))).toBe(MESSAGE);
  });

  it('reject too many aliases', async () => {
    const aliased = (count: number) =>
      `{ ${Array.from({ length: count }, (_, index) => `v${index}: viewer { subject }`).join(' ')} }`;
    expect((await server.call(aliased(200))).errors).toEqual([]);
    expect(refusal(await server.call(aliased(201)))).toBe(MESSAGE);
  });

  it('reject an operation with too many tokens before it is completely parsed', async () => {
    const answer = await server.call(`{ ${'viewer { subject } '.repeat(4000)} }`);
    expect(refusal(answer)).toBe('GRAPHQL_PARSE_FAILED');
  });

  it('reject fragments that multiply', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `F${index}`);
    const fragments = names.map((name, index) => {
      const next = names[index + 1];
      const body = next === undefined ? 'subject' : Array.from({ length: 8 }, () => `...${next}`).join(' ');
      return `fragment ${name} on Viewer { ${body} }`;
    });
    const answer = await server.call(`{ viewer { ...F0 } } ${fragments.join(' ')}`);
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(answer.status).toBe(400);
  });
});
