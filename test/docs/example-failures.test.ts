import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { freePort } from '../support/free-port.js';
import { start } from '../support/guides.js';

/** In this folder the programs find a private.jwk. */
const FOLDER = resolve('dist/guides/example-failures');
/** More than the programs need: each reads only some of these. */
const SETTINGS = { CLIENT_SECRET: 'a-secret', WEBHOOK_SECRET: `whsec_${btoa('a-secret')}`, KEY: 'a-key' };

/** Runs a program of examples/ until it ends. */
async function ended(program: string, env: NodeJS.ProcessEnv) {
  const running = start(process.execPath, [resolve('examples', program)], {
    cwd: FOLDER,
    env: { ...SETTINGS, ...env },
  });
  return { code: await running.ends(), printed: running.printed() };
}

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  expect(await ended('request-objects/keys.ts', {})).toMatchObject({ code: 0 });
});

describe('An example whose port is taken', () => {
  let app: TestApp;
  let other: Server;
  let port: string;
  beforeAll(async () => {
    app = await startTestApp();
    const free = await freePort();
    port = String(free);
    other = createServer();
    await new Promise<void>((listening) => other.listen(free, listening));
  });
  afterAll(async () => {
    other.close();
    await app.stop();
  });

  it.each([
    'audit-log/receiver.ts',
    'basic/app.ts',
    'first-application/app.mjs',
    'high-security/app.ts',
    'machine/api.ts',
    'native/cli.ts',
    'request-objects/signer.ts',
    'server-side/app.ts',
  ])('stops and says what to set: %s', async (program) => {
    const { code, printed } = await ended(program, { ISSUER: app.origin, PORT: port });
    expect(printed).toMatch(
      new RegExp(`^Cannot listen at port ${port}: listen EADDRINUSE: .+\\. Set PORT to a free port\\.\\n$`),
    );
    expect(code).toBe(1);
  });

  it.each(['request-objects', 'single-page'])('is not moved to another port by Vite: %s', async (folder) => {
    expect(await readFile(join('examples', folder, 'vite.config.js'), 'utf8')).toContain('strictPort: true');
  });
});

describe('An example with a wrong ISSUER', () => {
  const programs = [
    'administration-tool/tool.ts',
    'audit-log/follow.mjs',
    'device/device.ts',
    'first-application/app.mjs',
    'high-security/app.ts',
    'machine/job.ts',
    'native/cli.ts',
    'request-objects/request.ts',
    'server-side/app.ts',
  ];
  /** request.ts first prints a URL for which it needs no server. */
  const sentence = (ISSUER: string) =>
    new RegExp(
      `^(\\S+/oidc/authorize\\S+\\n)?Cannot use ISSUER=${ISSUER}: .+\\. Start Passgraph, or set ISSUER to its URL\\.\\n$`,
    );

  it.each(programs)('stops and says what to do if no server answers: %s', async (program) => {
    const ISSUER = `http://localhost:${await freePort()}`;
    const { code, printed } = await ended(program, { ISSUER });
    expect(printed).toMatch(sentence(ISSUER));
    expect(code).toBe(1);
  });

  it.each(programs)('stops and says what to do if it is not a URL: %s', async (program) => {
    const { code, printed } = await ended(program, { ISSUER: 'login.example.com' });
    expect(printed).toMatch(sentence('login.example.com'));
    expect(code).toBe(1);
  });

  it('stops if the API of machine/ needs a URL', async () => {
    const { code, printed } = await ended('machine/api.ts', { ISSUER: 'login.example.com', PORT: '0' });
    expect(printed).toMatch(/^Cannot use ISSUER=login\.example\.com: it is not a URL\. Set ISSUER to .+\.\n$/);
    expect(code).toBe(1);
  });

  it.each([
    ['http://localhost:1', 'does not answer'],
    ['login.example.com', 'Invalid URL'],
  ])('stops the script of administration/ with a sentence: %s', async (ISSUER, reason) => {
    const { code, printed } = await ended('administration/script.ts', { ISSUER });
    expect(printed).toMatch(/^Set ISSUER to the URL of Passgraph, and KEY to an API key: .+\n$/);
    expect(printed).toContain(reason);
    expect(code).toBe(1);
  });

  it('is named in the log of the signing service, and not in its answer', async () => {
    const [ISSUER, PORT] = [`http://localhost:${await freePort()}`, String(await freePort())];
    const service = start(process.execPath, [resolve('examples/request-objects/signer.ts')], {
      cwd: FOLDER,
      env: { ISSUER, PORT },
    });
    try {
      await service.says(/Listening/);
      const answer = await fetch(`http://localhost:${PORT}/sign`, {
        method: 'POST',
        headers: { Origin: 'http://localhost:4000', 'Content-Type': 'application/json' },
        body: JSON.stringify({ code_challenge: 'c'.repeat(43), state: 's'.repeat(16), nonce: 'n'.repeat(16) }),
      });
      expect([answer.status, await answer.json()]).toEqual([502, { error: 'Passgraph does not answer' }]);
    } finally {
      await service.stop();
    }
    const log = service.printed().replace(/^Listening .+\n/, '');
    expect(log).toMatch(sentence(ISSUER));
  });
});
