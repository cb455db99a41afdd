import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Configuration } from '../../../packages/admin/src/configuration/configuration.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { type Commands, openCommands } from '../../support/configuration-commands.js';

const BEFORE = `
scopes: [{ name: old }]
clients:
  - { id: wiki, name: Wiki, redirectUris: [https://wiki.example/], accessPolicy: ALL_USERS }
  - { id: mail, name: Mail, scopes: [openid, old] }
  - { id: gone, name: Gone }
groups:
  - { id: staff, name: Staff, members: [ada, bob] }
  - { id: past, name: Past, members: [carol] }
users: [{ username: ada }, { username: bob, enabled: true }, { username: carol, adminRole: AUDITOR }]
permissions:
  - { clientId: gone, groupId: past }
  - { clientId: mail, username: carol }
`;

/** Bob and Carol lose all access, also to what their group is granted afterwards. */
const AFTER = `
scopes: [{ name: new, description: New }]
issuers: [{ id: shop, slug: shop }]
clients:
  - { id: chat, name: Chat, accessPolicy: ALL_USERS }
  - { id: wiki, name: Wiki, redirectUris: [https://wiki.example/], accessPolicy: PERMITTED_USERS }
  - { id: mail, name: Mail, scopes: [openid, new] }
  - { id: till, name: Till, issuerId: shop, enabled: false, accessPolicy: ALL_USERS }
groups:
  - { id: staff, name: Our staff, members: [ada, dan] }
users: [{ username: ada }, { username: bob, enabled: false }, { username: dan }]
permissions:
  - { clientId: mail, groupId: staff }
  - { clientId: wiki, username: dan }
`;

/** Each access of a user to a client, as `user client`. */
function accessIn({ clients = [], groups = [], users = [], permissions = [] }: Configuration): Set<string> {
  const may = (username: string, clientId: string) =>
    permissions.some(
      (permission) =>
        permission.clientId === clientId &&
        (permission.username === username ||
          groups.some(({ id, members }) => id === permission.groupId && members?.includes(username))),
    );
  const pairs = users
    .filter(({ enabled }) => enabled !== false)
    .flatMap(({ username }) =>
      clients
        .filter(
          ({ id, enabled, accessPolicy }) => enabled !== false && (accessPolicy === 'ALL_USERS' || may(username, id)),
        )
        .map(({ id }) => `${username} ${id}`),
    );
  return new Set(pairs);
}

/** Forwards requests. After the mutation with the number `fatal` it kills the sender instead of answering. */
async function startDeadlyProxy(origin: string, fatal: number, victim: () => ChildProcess) {
  let mutations = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { authorization = '' } = request.headers;
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(`${origin}${request.url}`, { method: 'POST', headers, body });
    const text = await answer.text();
    if (body.startsWith('{"query":"mutation')) mutations += 1;
    if (mutations === fatal) victim().kill('SIGKILL');
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = () =>
    new Promise<unknown>((done) => {
      server.closeAllConnections();
      server.close(done);
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, mutations: () => mutations, stop };
}

describe('apply, killed after any of its changes,', () => {
  let app: TestApp;
  let commands: Commands;
  beforeEach(async () => {
    app = await startTestApp();
    commands = await openCommands(app.origin, app.apiKey);
  });
  afterEach(async () => {
    await commands.close();
    await app.stop();
  });

  const state = async () => parse(await commands.export()) as Configuration;

  /** Runs apply in a process of its own through the proxy, and returns the number of mutations it sent. */
  const applyUntil = async (fatal: number): Promise<number> => {
    const file = commands.path('after.yaml');
    await writeFile(file, AFTER);
    let child: ChildProcess | undefined;
    const proxy = await startDeadlyProxy(app.origin, fatal, () => child as ChildProcess);
    const words = ['apply', file, '--delete', '--secrets', commands.path('secrets.yaml'), '--url', proxy.url];
    child = spawn(process.execPath, [resolve('packages/admin/bin/passgraph-admin.js'), ...words], {
      env: { PATH: process.env.PATH, PASSGRAPH_API_KEY: app.apiKey },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code, signal] = await once(child, 'exit');
    await proxy.stop();
    expect([code, signal]).toEqual(fatal <= proxy.mutations() ? [null, 'SIGKILL'] : [0, null]);
    return proxy.mutations();
  };

  it('leaves no access beyond that before or after, and completes the change when it runs again.', async () => {
    await commands.apply(BEFORE);
    const before = accessIn(await state());
    const all = await applyUntil(Number.POSITIVE_INFINITY);
    const end = await commands.export();
    const after = accessIn(await state());
    expect([...before].toSorted()).toEqual(['ada wiki', 'bob wiki', 'carol gone', 'carol mail', 'carol wiki']);
    expect([...after].toSorted()).toEqual(['ada chat', 'ada mail', 'dan chat', 'dan mail', 'dan wiki']);
    expect(all).toBeGreaterThan(15);
    expect(parse(await readFile(commands.path('secrets.yaml'), 'utf8'))).toEqual({
      chat: expect.any(String),
      till: expect.any(String),
    });

    for (let fatal = 1; fatal <= all; fatal += 3) {
      await commands.apply(`${BEFORE}issuers: []`, '--delete');
      expect(accessIn(await state())).toEqual(before);
      expect(await applyUntil(fatal)).toBe(fatal);
      const access = [...accessIn(await state())];
      expect(access.every((pair) => before.has(pair)) || access.every((pair) => after.has(pair))).toBe(true);
      expect(await commands.apply(AFTER, '--delete')).toMatchObject({ code: 0, complaints: [] });
      expect(await commands.export()).toBe(end);
    }
  }, 180_000);
});
