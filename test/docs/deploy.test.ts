import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { parse } from 'yaml';
import { settings } from '../../src/config/load-config.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { openTestStream } from '../support/event-stream.js';
import { freePort } from '../support/free-port.js';
import type { Program } from '../support/guides.js';
import { ask, lackOf, PROXIES, untilItAnswers, withFolder } from '../support/proxies.js';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

interface Service {
  readonly image: string;
  readonly environment?: Record<string, string>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Record<string, { readonly condition: string }>;
}
interface Compose {
  readonly services: Record<string, Service>;
  readonly volumes: Record<string, unknown>;
}

describe.each(['compose-caddy.yml', 'compose-nginx.yml'])('deploy/%s', (file) => {
  let compose: Compose;
  beforeAll(async () => {
    compose = parse(await readFile(join('deploy', file), 'utf8'));
  });

  it('gives the server only settings that it knows, behind one proxy', () => {
    const environment = compose.services.passgraph?.environment ?? {};
    expect(Object.keys(environment).filter((name) => !settings.some((known) => known.name === name))).toEqual([]);
    expect(environment).toMatchObject({ ISSUER: expect.stringMatching(/^https:/), TRUST_PROXY: '1' });
  });

  it('passes on every setting that docker-compose.yml passes on', async () => {
    const other: Compose = parse(await readFile('docker-compose.yml', 'utf8'));
    const passed = Object.entries(other.services.passgraph?.environment ?? {}).filter(
      ([name, value]) => value === `\${${name}:-}` && name !== 'TRUST_PROXY',
    );
    expect(passed.length).toBeGreaterThan(20);
    expect(compose.services.passgraph?.environment).toMatchObject(Object.fromEntries(passed));
  });

  it('builds the image from the clone, and never asks a registry for it', () => {
    const image = { image: `passgraph:${version}`, build: '..', pull_policy: 'build' };
    expect(compose.services.passgraph).toMatchObject(image);
  });

  it('keeps the data in a volume, and publishes no port of the server', () => {
    const server = compose.services.passgraph as Service & { ports?: unknown };
    expect(server.volumes).toEqual(['data:/app/data']);
    expect(server.ports).toBeUndefined();
  });

  it('mounts files that exist, and volumes that are declared', async () => {
    const mounts = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map((one) => one.split(':')[0] ?? ''),
    );
    const files = mounts.filter((source) => source.startsWith('./'));
    expect(files).toHaveLength(1);
    for (const source of files) await access(join('deploy', source));
    const named = mounts.filter((source) => /^[a-z-]+$/.test(source));
    expect(named.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });

  it('starts the proxy when the server is healthy', () => {
    const [, proxy] = Object.entries(compose.services).find(([name]) => name !== 'passgraph') ?? [];
    expect(proxy?.depends_on).toEqual({ passgraph: { condition: 'service_healthy' } });
  });
});

for (const proxy of PROXIES) {
  const lacking = lackOf(proxy);
  const describeHere = lacking === undefined ? describe : describe.skip;

  describeHere(`${proxy.name} as deploy/ sets it up${lacking === undefined ? '' : ` (${lacking})`}`, () => {
    let app: TestApp;
    let program: Program;
    let origin: string;
    let stopped: Promise<void>;
    let stop = () => {};

    beforeAll(async () => {
      const [port, upstream] = [await freePort(), await freePort()];
      origin = `https://localhost:${port}`;
      app = await startTestApp({ port: upstream, issuer: origin, trustProxy: 1 });
      await new Promise<void>((ready, reject) => {
        stopped = withFolder(async (folder) => {
          program = await proxy.start(folder, port, `localhost:${upstream}`);
          await untilItAnswers(program, origin);
          ready();
          await new Promise<void>((end) => {
            stop = end;
          });
          await program.stop();
        });
        stopped.catch(reject);
      });
    });
    afterAll(async () => {
      stop();
      await stopped;
      await app.stop();
    });

    const graphql = async <T>(query: string): Promise<T> => {
      const headers = { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json' };
      const answer = await ask(`${origin}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
      return JSON.parse(answer.body).data;
    };

    it('passes requests on, under the public URL', async () => {
      const { status, body, headers } = await ask(`${origin}/.well-known/openid-configuration`);
      expect([status, JSON.parse(body).issuer]).toEqual([200, origin]);
      expect(headers['strict-transport-security']).toContain('max-age=');
    });

    it('accepts long URLs', async () => {
      const { status } = await ask(`${origin}/oidc/authorize?request=${'a'.repeat(12_000)}`);
      expect(status).toBe(400);
    });

    it('hides the metrics', async () => {
      expect((await ask(`${origin}/metrics`)).status).toBe(404);
    });

    it('passes the events of a stream on at once', async () => {
      const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
      const send = (url: string, init: RequestInit) => fetch(url, { ...init, dispatcher } as RequestInit);
      const stream = await openTestStream(`${origin}/graphql`, { authorization: `Bearer ${app.apiKey}`, send });
      expect([stream.status, (await stream.nextOfAny())?.id]).toEqual([200, expect.any(String)]);
      for (const id of ['first', 'second']) {
        await graphql(`mutation { createGroup(input: { id: "${id}", name: "Group" }) { group { id } } }`);
        expect((await stream.next())?.data.data.auditEvents.node.resourceId).toBe(id);
      }
      stream.close();
      await dispatcher.close();
    });

    it('replaces the address that a client claims to have', async () => {
      const created = await graphql<{ createClient: { clientSecret: string } }>(
        'mutation { createClient(input: { id: "till", name: "Till" }) { clientSecret } }',
      );
      const wrong = await ask(`${origin}/oidc/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa(`till:${created.createClient.clientSecret}`)}`,
          'content-type': 'application/x-www-form-urlencoded',
          'x-forwarded-for': '203.0.113.9',
        },
        body: 'grant_type=authorization_code&code=wrong&redirect_uri=https://till.example.com',
      });
      expect(wrong.status).toBe(400);
      const query = '{ auditEvents(first: 1, filter: { types: [TOKEN_REFUSED] }) { edges { node { ipAddress } } } }';
      const events = await eventually(async () => {
        const { auditEvents } = await graphql<{ auditEvents: { edges: { node: { ipAddress: string } }[] } }>(query);
        return auditEvents.edges[0];
      });
      expect(events.node.ipAddress).toMatch(/^(::1|127\.0\.0\.1|::ffff:127\.0\.0\.1)$/);
    });
  });
}

/** Waits for what is written behind the response. */
async function eventually<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
