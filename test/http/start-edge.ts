import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from 'express';
import { makeHttpApp } from '../../src/http/make-http-app.js';
import type { Config } from '../../src/model/config.js';
import type { Deps } from '../../src/model/deps.js';
import { openStore } from '../../src/storage/open-store.js';
import { testDeps } from '../support/deps.js';

/** The HTTP edge alone on a port of its own, over an empty store. */
export interface TestEdge {
  readonly origin: string;
  readonly deps: Deps;
  /** Each line that was logged. */
  readonly logged: { readonly detail: Record<string, unknown>; readonly message: string }[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: string | undefined, headers?: Record<string, string>): Promise<Response>;
  send(method: string, path: string, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

export async function startEdge(
  changes: Partial<Omit<Deps, 'config'>> & { config?: Partial<Config>; graphql?: RequestHandler } = {},
): Promise<TestEdge> {
  const { graphql = (_request, response) => response.json({ data: null }), ...parts } = changes;
  const store = await openStore({ kind: 'sqlite', path: ':memory:' });
  const logged: TestEdge['logged'] = [];
  const note = (detail: object, message: string) => logged.push({ detail: { ...detail }, message });
  const log = { debug: note, info: note, warn: note, error: note };
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const deps = testDeps(store, { log, ...parts, config: { issuer: origin, ...parts.config } });
  server.on('request', makeHttpApp(deps, { graphql }));
  const fetchFrom = (path: string, init: RequestInit) => fetch(`${origin}${path}`, { redirect: 'manual', ...init });
  return {
    origin,
    deps,
    logged,
    get: (path, headers = {}) => fetchFrom(path, { headers }),
    post: (path, body, headers = {}) =>
      fetchFrom(path, { method: 'POST', headers, ...(body !== undefined && { body }) }),
    send: (method, path, headers = {}) => fetchFrom(path, { method, headers }),
    stop: async () => {
      await new Promise((stopped) => {
        server.close(stopped);
        server.closeAllConnections();
      });
      await store.close();
    },
  };
}

/** A request whose target is sent as it stands; gives the status. */
export function statusOf(origin: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((answered, failed) => {
    const { hostname, port } = new URL(origin);
    send({ hostname, port, path, headers }, (response) => {
      response.resume();
      answered(response.statusCode ?? 0);
    })
      .once('error', failed)
      .end();
  });
}
