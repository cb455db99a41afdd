import { connect, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { newSecret, sha256 } from '../../src/keys/secrets.js';
import type { AdminRole } from '../../src/model/people/user.js';
import type { AdminPermission } from '../../src/model/server/administration.js';
import { numericDate } from '../../src/model/time.js';
import { type Administration, openAdministration, ROOT_KEY } from '../support/administration.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../support/authorization.js';
import { makeClientKey } from '../support/client-keys.js';
import { countingStore } from '../support/counting-store.js';
import { EVENTS, openTestStream, type StreamRequestOptions, type TestStream } from '../support/event-stream.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { openMemoryStore } from '../support/stores.js';

const RESOURCE = 'http://localhost:3000/graphql';
const FAST = { checkMs: 20, commentMs: 20, stalledMs: 200 };

let server: Administration;
beforeAll(async () => {
  server = await openAdministration({}, { pace: FAST });
});
afterAll(() => server.close());

const opened: TestStream[] = [];
async function open({ key = ROOT_KEY, ...options }: StreamRequestOptions & { key?: string } = {}): Promise<TestStream> {
  const stream = await openTestStream(server.url, { authorization: `Bearer ${key}`, ...options });
  opened.push(stream);
  return stream;
}
function closeAll(): void {
  for (const stream of opened.splice(0)) stream.close();
}

let groups = 0;
async function makeGroup(): Promise<string> {
  groups += 1;
  const id = `group-${groups}`;
  await server.mutate('createGroup', { id, name: id }, 'group { id }');
  return id;
}

/** The error with which the stream ends, and whether `complete` follows it. */
async function endOf(stream: TestStream): Promise<unknown> {
  const events = [];
  for (let event = await stream.next(); event !== undefined; event = await stream.next()) events.push(event);
  const [last, complete] = events.slice(-2);
  return [last?.data?.errors?.[0]?.extensions.code, last?.data?.errors?.[0]?.message, complete?.event];
}

describe('The subscription auditEvents', () => {
  it('sends each event once, in order, from the next one on', async () => {
    await makeGroup();
    const stream = await open();
    expect([stream.status, stream.headers.get('content-type'), stream.headers.get('cache-control')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no-store',
    ]);
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    const start = await stream.nextOfAny();
    const made = [await makeGroup(), await makeGroup()];
    const events = [await stream.next(), await stream.next()];
    expect(events.map((event) => event?.data.data.auditEvents.node.resourceId)).toEqual(made);
    const [first, second] = events.map((event) => event?.data.data.auditEvents);
    expect(second.node.sequence).toBe(first.node.sequence + 1);
    expect(events.map((event) => [event?.event, event?.id])).toEqual([
      ['next', first.cursor],
      ['next', second.cursor],
    ]);

    const resumed = await open({ variables: { after: first.cursor } });
    expect((await resumed.next())?.data.data.auditEvents).toEqual(second);
    const fromStart = await open({
      headers: { 'last-event-id': start?.id ?? '' },
      variables: { after: second.cursor },
    });
    expect((await fromStart.next())?.data.data.auditEvents).toEqual(first);
    closeAll();
  });

  it('has only the events that meet the filter, and objects that the caller may read', async () => {
    const key = await server.keyWith('audit:read');
    const stream = await open({ key, variables: { filter: { types: ['DELETED'], resourceId: 'watched' } } });
    await makeGroup();
    await server.mutate('createGroup', { id: 'watched', name: 'Watched' }, 'group { id }');
    await server.mutate('deleteGroup', { id: 'watched' }, 'deleted');
    expect((await stream.next())?.data.data.auditEvents.node).toMatchObject({ type: 'DELETED', resourceId: 'watched' });
    closeAll();
  });

  it('begins with the first of many events and sends all of them', async () => {
    const { items } = await server.deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', {});
    const last = items[0]?.record.sequence ?? 0;
    const events = Array.from({ length: 230 }, () => server.deps.audit.insertion({ type: 'SIGNED_OUT' }));
    for (let index = 0; index < events.length; index += 100)
      await server.deps.store.commit(events.slice(index, index + 100));
    const stream = await open({ variables: { after: items[0]?.cursor, filter: { types: ['SIGNED_OUT'] } } });
    const sequences: number[] = [];
    while (sequences.length < 230) sequences.push((await stream.next())?.data.data.auditEvents.node.sequence);
    expect(sequences).toEqual(events.map((_, index) => last + 1 + index));
    closeAll();
  });

  it('is a comment now and then while nothing happens, and the operating system looks for the client before', async () => {
    const probing = jest.spyOn(Socket.prototype, 'setKeepAlive');
    const stream = await open();
    expect(probing).toHaveBeenCalledWith(true, 4000);
    probing.mockRestore();
    expect((await stream.nextOfAny())?.id).toBeDefined();
    expect([await stream.nextOfAny(), await stream.nextOfAny()]).toEqual([{}, {}]);
    closeAll();
  });
});

describe('Before a stream begins, the response is an ordinary error', () => {
  const refusalOf = async (stream: TestStream) => [
    stream.status,
    (await stream.json()).errors[0].extensions.code,
    stream.headers.get('content-type'),
  ];
  const JSON_TYPE = 'application/json; charset=utf-8';

  it('without credentials, the permission or a valid cursor', async () => {
    expect(await refusalOf(await openTestStream(server.url))).toEqual([401, 'UNAUTHENTICATED', JSON_TYPE]);
    expect(await refusalOf(await open({ key: 'pg_unknown' }))).toEqual([401, 'UNAUTHENTICATED', JSON_TYPE]);
    const key = await server.keyWith('users:read', 'webhooks:write');
    expect(await refusalOf(await open({ key }))).toEqual([403, 'FORBIDDEN', JSON_TYPE]);
    for (const after of ['invalid', Buffer.from('sequence:99999999').toString('base64url'), 'a'.repeat(2000)])
      expect(await refusalOf(await open({ variables: { after } }))).toEqual([400, 'INVALID_INPUT', JSON_TYPE]);
    expect(await refusalOf(await open({ headers: { 'last-event-id': 'x' } }))).toEqual([
      400,
      'INVALID_INPUT',
      JSON_TYPE,
    ]);
    expect(await refusalOf(await open({ variables: { filter: { types: ['NOTHING'] } } }))).toEqual([
      400,
      'BAD_USER_INPUT',
      JSON_TYPE,
    ]);
  });

  it('if the operation breaks a limit of operations', async () => {
    const aliases = Array.from({ length: 201 }, (_, index) => `a${index}: id`).join(' ');
    const costly = Array.from({ length: 199 }, (_, index) => `a${index}: id`).join(' ');
    for (const selection of [aliases, costly]) {
      const query = `subscription { auditEvents { node { ${selection} } } }`;
      expect(await refusalOf(await open({ query }))).toEqual([400, 'GRAPHQL_VALIDATION_FAILED', JSON_TYPE]);
    }
    const two = 'subscription { auditEvents { cursor } other: auditEvents { cursor } }';
    expect(await refusalOf(await open({ query: two }))).toEqual([400, 'GRAPHQL_VALIDATION_FAILED', JSON_TYPE]);
  });

  it('if the client does not accept a stream', async () => {
    for (const accept of ['application/json', '*/*', 'text/*'])
      expect(await refusalOf(await open({ headers: { accept } }))).toEqual([406, 'BAD_REQUEST', JSON_TYPE]);
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${ROOT_KEY}` };
    const byGet = await fetch(`${server.url}?query=${encodeURIComponent(EVENTS)}`, { headers });
    expect(byGet.status).toBe(405);
    const simple = { ...headers, 'content-type': 'text/plain' };
    expect((await fetch(server.url, { method: 'POST', headers: simple, body: '{}' })).status).toBe(415);
  });

  it('if the caller has five streams already, until one of them is closed', async () => {
    const key = await server.keyWith('audit:read');
    const own = await Promise.all(Array.from({ length: 12 }, () => open({ key })));
    expect(own.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(5);
    const refused = own.find(({ status }) => status !== 200);
    expect(refused && (await refusalOf(refused))).toEqual([429, 'RATE_LIMITED', JSON_TYPE]);
    expect((await open({ key: await server.keyWith('audit:read') })).status).toBe(200);
    closeAll();
    while ((await open({ key })).status !== 200) closeAll();
    closeAll();
  });
});

describe('The client graphql-sse', () => {
  it('reads the stream, and continues after a broken connection', async () => {
    const cursor = await server.deps.store.auditEvents.endCursor();
    let last: string | undefined;
    let connection: AbortController | undefined;
    const client = createClient({
      url: server.url,
      headers: (): Record<string, string> => ({
        authorization: `Bearer ${ROOT_KEY}`,
        ...(last !== undefined && { 'last-event-id': last }),
      }),
      fetchFn: (url: string, init: RequestInit) => {
        connection = new AbortController();
        return fetch(url, { ...init, signal: connection.signal });
      },
      retry: async () => undefined,
    });
    const made = [await makeGroup(), await makeGroup()];
    const events = client.iterate<{ auditEvents: { cursor: string; node: { resourceId: string } } }>({
      query: EVENTS,
      variables: { after: cursor },
    });
    const received: (string | undefined)[] = [];
    for await (const { data } of events) {
      received.push(data?.auditEvents.node.resourceId);
      last = data?.auditEvents.cursor;
      if (received.length === 2) {
        connection?.abort();
        made.push(await makeGroup());
      }
      if (received.length === 3) break;
    }
    expect(received).toEqual(made);
    const refused = createClient({ url: server.url, retryAttempts: 0 }).iterate({ query: EVENTS });
    await expect(refused.next()).rejects.toMatchObject({ response: { status: 401 } });
  });
});

describe('A client that does not read', () => {
  it('makes the server read no further page, and is disconnected', async () => {
    const calls: string[] = [];
    let closed = 0;
    const info = (_detail: object, message: string) => {
      if (/does not read/.test(message)) closed += 1;
    };
    const log = { debug: () => undefined, info, warn: () => undefined, error: () => undefined };
    const store = countingStore(await openMemoryStore(), calls);
    const slow = await openAdministration({ store, log }, { pace: FAST });
    const { auditEvents } = slow.deps.store;
    const start = await auditEvents.endCursor();
    const detail = { text: 'x'.repeat(20_000) };
    for (let index = 0; index < 3; index += 1)
      await slow.deps.store.commit(
        Array.from({ length: 100 }, () => slow.deps.audit.insertion({ type: 'SIGNED_OUT', detail })),
      );
    const aliases = Array.from({ length: 100 }, (_, index) => `a${index}: detail`).join(' ');
    const query = `subscription { auditEvents(after: "${start}") { node { ${aliases} } } }`;
    const body = JSON.stringify({ query });
    const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${ROOT_KEY}\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(slow.url).port) });
    socket
      .pause()
      .on('error', () => undefined)
      .write(head + body);
    while (closed === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls.filter((call) => call === 'auditEvents.page')).toHaveLength(1);
    socket.destroy();
    await slow.close();
  });
});

describe('A query or mutation of a client that accepts only a stream', () => {
  it('is answered with one event and complete', async () => {
    const stream = await open({ query: '{ viewer { kind } }' });
    expect(await stream.next()).toEqual({ event: 'next', data: { data: { viewer: { kind: 'API_KEY' } } } });
    expect([await stream.next(), await stream.next()]).toEqual([{ event: 'complete', data: '' }, undefined]);
  });

  it('is answered as JSON if the client accepts that too', async () => {
    const accept = 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed';
    const answer = await open({ query: '{ viewer { kind } }', headers: { accept } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
    expect(await answer.json()).toEqual({ data: { viewer: { kind: 'API_KEY' } } });
    expect((await open({ headers: { accept } })).headers.get('content-type')).toMatch(/^text\/event-stream/);
    closeAll();
  });
});

describe('A stream ends', () => {
  const issuer = async () => {
    const found = await server.deps.store.issuers.find('default');
    if (found === undefined) throw new Error('no issuer');
    return found;
  };
  const signIn = async (adminRole: AdminRole, scope: AdminPermission = 'audit:read') => {
    const { deps } = server;
    const user = await makeUser(deps, { adminRole });
    const { client, secret } = await makeClient(deps, await issuer(), { scopes: ['openid', scope] });
    const { cookie, session } = await signInAs(deps, user);
    const code = await codeFor(deps, await issuer(), client, cookie, { scope: `openid ${scope}`, resource: RESOURCE });
    const form = { ...codeForm(client, code), resource: RESOURCE };
    const answer = await requestToken(deps, await issuer(), form, basicHeader(client, secret));
    return { user, session, client, key: String(answer.access_token) };
  };
  const change = async (field: string, input: object, selection: string) =>
    expect((await server.mutate(field, input, selection)).errors).toEqual([]);

  it('when the API key is deleted', async () => {
    const created = await server.mutate(
      'createApiKey',
      { name: 'x', permissions: ['audit:read'] },
      'key apiKey { id }',
    );
    const { key, apiKey } = created.data.createApiKey;
    const stream = await open({ key });
    await change('deleteApiKey', { id: apiKey.id }, 'deleted');
    expect(await endOf(stream)).toEqual([
      'UNAUTHENTICATED',
      'The API key was deleted. Subscribe again with valid credentials.',
      'complete',
    ]);
  });

  it('when the user is disabled, loses the permission or ends the session', async () => {
    const disabled = await signIn('AUDITOR');
    const demoted = await signIn('AUDITOR');
    const signedOut = await signIn('AUDITOR');
    const streams = [await open(disabled), await open(demoted), await open(signedOut)];
    await change('setUserEnabled', { id: disabled.user.id, enabled: false }, 'user { id }');
    await change('updateUser', { id: demoted.user.id, adminRole: null }, 'user { id }');
    await change('revokeSession', { id: signedOut.session.id }, 'deleted');
    expect(await Promise.all(streams.map(endOf))).toEqual([
      ['UNAUTHENTICATED', 'The user was disabled. Subscribe again with valid credentials.', 'complete'],
      ['FORBIDDEN', expect.stringContaining('audit:read'), 'complete'],
      ['UNAUTHENTICATED', 'The session was ended. Subscribe again with valid credentials.', 'complete'],
    ]);
  });

  it('when the access token expires, and sends nothing after that', async () => {
    const stream = await open(await signIn('AUDITOR'));
    server.clock.advance(300);
    await makeGroup();
    expect(await endOf(stream)).toEqual([
      'UNAUTHENTICATED',
      'The access token has expired. Subscribe again with a new one, after the last cursor.',
      'complete',
    ]);
  });

  it('only then for a token that is bound to a key, whose proof works once', async () => {
    const { deps, clock } = server;
    const key = await makeClientKey('ES256');
    const { kty, crv, x, y } = key.publicJwk;
    const proof = (htu: string, claims: object = {}) => {
      const made = { jti: newSecret(deps.random), htm: 'POST', htu, iat: numericDate(clock.now()), ...claims };
      return key.sign(made, { typ: 'dpop+jwt', jwk: { kty, crv, x, y }, kid: undefined });
    };
    const { client, secret } = await makeClient(deps, await issuer(), {
      grant_types: ['client_credentials'],
      scopes: ['audit:read'],
      dpop_bound_access_tokens: true,
    });
    const form = { grant_type: 'client_credentials', scope: 'audit:read', resource: RESOURCE };
    const first = await proof('http://localhost:3000/oidc/token');
    const { access_token } = await requestToken(deps, await issuer(), form, basicHeader(client, secret), first);
    const token = String(access_token);
    const options = {
      authorization: `DPoP ${token}`,
      headers: { DPoP: await proof(RESOURCE, { ath: sha256(token) }) },
    };
    const stream = await open(options);
    // Several checks pass.
    for (let comments = 0; comments < 5; comments += 1) await stream.nextOfAny();
    await makeGroup();
    expect((await stream.next())?.data.errors).toBeUndefined();
    expect((await open(options)).status).toBe(401);
    expect((await open({ key: token })).status).toBe(401);
    await change('updateClient', { id: client.id, enabled: false }, 'client { id }');
    expect(await endOf(stream)).toEqual(['UNAUTHENTICATED', expect.stringContaining('disabled'), 'complete']);
  });
});
