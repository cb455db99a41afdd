import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { buildGoRelyingParty, lackOfGo, signInWithGo } from '../support/go-relying-party.js';
import type { Person } from '../support/people.js';
import { authorizeAs, CALLBACK, registerClient, registerPerson } from '../support/relying-party.js';

/** Milliseconds. The first build compiles the libraries too. */
const BUILD = 300_000;

function journeys(): void {
  let app: TestApp;
  let person: Person & { readonly id: string };
  let folder: string;
  let executable: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-go-'));
    executable = join(folder, 'relying-party');
    await buildGoRelyingParty(executable);
    app = await startTestApp();
    person = await registerPerson(app, { username: 'ada', email: 'ada@example.com' });
  }, BUILD);
  afterAll(async () => {
    await app?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['client_secret_basic', { tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC' }, ''],
    ['client_secret_post', { tokenEndpointAuthMethod: 'CLIENT_SECRET_POST' }, ''],
    ['client_secret_basic and PKCE', { tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC', requirePkce: true }, 'S256'],
    ['no secret, and PKCE', { tokenEndpointAuthMethod: 'NONE' }, 'S256'],
    ['ES256', { idTokenSignedResponseAlg: 'ES256' }, ''],
    ['EdDSA', { idTokenSignedResponseAlg: 'EDDSA' }, ''],
  ])('signs in, reads userinfo and refreshes, with %s', async (_, registered, PKCE) => {
    const { id, secret } = await registerClient(app, registered);
    const settings = { ISSUER: app.origin, CLIENT_ID: id, CLIENT_SECRET: secret ?? '', REDIRECT_URI: CALLBACK, PKCE };
    const result = await signInWithGo(executable, settings, (url) => authorizeAs(person, url.href));
    expect(result).toEqual({ subject: person.id, email: 'ada@example.com', refreshed: true });
  });
}

const lack = await lackOfGo();
if (lack === undefined) describe('golang.org/x/oauth2 and go-oidc', journeys);
else describe.skip(`golang.org/x/oauth2 and go-oidc (lacks ${lack})`, journeys);
