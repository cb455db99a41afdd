import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../../../src/admin/issuers/issuer-default.js';
import type { Issuer } from '../../../../src/model/clients/issuer.js';
import type { Deps } from '../../../../src/model/deps.js';
import type { User } from '../../../../src/model/people/user.js';
import { startTestApp, type TestApp } from '../../../support/app.js';
import { basicHeader } from '../../../support/authorization.js';
import { makeUser } from '../../../support/fixtures.js';
import { countReuses, makeOffline, type Offline, PUBLIC } from '../../../support/offline.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../../../support/stores.js';

const ISSUER = 'http://localhost:3000';

/** Servers on one database, which a proxy would show as one. */
function tests(makeDatabase: () => Promise<TestDatabase>, servers: number): void {
  let database: TestDatabase;
  let apps: TestApp[];
  let deps: Deps;
  let issuer: Issuer;
  let user: User;

  beforeAll(async () => {
    database = await makeDatabase();
    const shared = async () => ({ ...database, drop: async () => undefined });
    const config = { issuer: ISSUER, secretKeys: [randomBytes(32).toString('base64url')] };
    apps = [];
    for (let count = 0; count < servers; count += 1) apps.push(await startTestApp(config, { makeDatabase: shared }));
    deps = (apps[0] as TestApp).deps;
    issuer = await ensureDefaultIssuer(deps);
    user = await makeUser(deps);
  });
  afterAll(async () => {
    for (const app of apps) await app.stop();
    await database.drop();
  });

  async function post(port: number, { client, secret }: Offline, token: string) {
    const isPublic = client.token_endpoint_auth_method === 'none';
    const response = await fetch(`http://localhost:${port}/oidc/token`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(!isPublic && { authorization: basicHeader(client, secret) }),
      },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: client.id }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }

  it.each([
    ['a confidential client', {}],
    ['a public client', PUBLIC],
  ])('answer fifty refreshes at once with one successor, generation after generation, for %s', async (_, changes) => {
    const client = await makeOffline(deps, { issuer, user }, changes);
    let token = client.token;
    for (let generation = 0; generation < 3; generation += 1) {
      const requests = Array.from({ length: 50 }, (_, index) =>
        post(apps[index % apps.length]?.deps.config.port ?? 0, client, token),
      );
      const answers = await Promise.all(requests);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const successors = new Set(answers.map(({ body }) => body.refresh_token ?? ''));
      expect(successors.size).toBe(1);
      token = [...successors][0] ?? '';
    }
    expect(await countReuses(deps, client.client)).toBe(0);
  });
}

describe('one server on SQLite', () => tests(fileDatabase, 1));
describeOnMongodb('two servers on one MongoDB', () => tests(mongodbDatabase, 2));
