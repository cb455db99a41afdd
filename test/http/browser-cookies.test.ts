import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Client } from '../../src/model/clients/client.js';
import { queryOf } from '../support/authorization.js';
import { makeClient } from '../support/fixtures.js';
import { startEdge, type TestEdge } from './start-edge.js';

describe('Browser cookies', () => {
  let edge: TestEdge;
  let client: Client;
  beforeAll(async () => {
    edge = await startEdge();
    ({ client } = await makeClient(edge.deps, await ensureDefaultIssuer(edge.deps)));
  });
  afterAll(() => edge.stop());

  /** A tab of a new browser, which has no cookie yet. */
  async function openTab() {
    const { headers } = await edge.get(`/oidc/authorize?${new URLSearchParams(queryOf(client))}`);
    const [cookie = ''] = headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    expect(cookie).toMatch(/^passgraph_browser_[\w-]+=[\w-]{43}$/);
    return { cookie, path: new URL(headers.get('location') ?? '', edge.origin).href.slice(edge.origin.length) };
  }

  it('of ten tabs that opened at once are all known, and further ones are ignored', async () => {
    const tabs = await Promise.all(Array.from({ length: 12 }, openTab));
    const noise = Array.from({ length: 20 }, (_, index) => `passgraph_browser_${index}=too-short; other_${index}=x`);
    const cookie = [...noise, ...tabs.map((tab) => tab.cookie)].join('; ');
    const statuses: number[] = [];
    for (const { path } of tabs) statuses.push((await edge.get(path, { cookie })).status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 200));
    for (const status of statuses.slice(10)) expect(status).toBeGreaterThanOrEqual(400);
  });

  it('of another browser do not open its sign-in', async () => {
    const [one, other] = [await openTab(), await openTab()];
    expect((await edge.get(one.path, { cookie: other.cookie })).status).toBeGreaterThanOrEqual(400);
    expect((await edge.get(one.path, { cookie: `${other.cookie}; ${one.cookie}` })).status).toBe(200);
  });
});
