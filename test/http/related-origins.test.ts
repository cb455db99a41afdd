import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PublicKeyCredentialRequestOptionsJSON as RequestOptions } from '@simplewebauthn/server';
import { startTestApp, type TestApp } from '../support/app.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { newUserAgent } from '../support/user-agent.js';
import { creationOptions, VERIFY } from './account/account-world.js';

const CREATE_USER = `mutation ($input: CreateUserInput!) { createUser(input: $input) { enrolmentLink { url } } }`;

describe('related origins (WebAuthn Level 3 §5.11)', () => {
  const OTHER = 'https://passgraph.example';
  let app: TestApp;
  let issuer: string;

  beforeAll(async () => {
    app = await startTestApp({ rpOrigins: ['http://localhost:1', OTHER] });
    issuer = app.origin;
  });
  afterAll(() => app.stop());

  it('are served as JSON, the server’s own origin first', async () => {
    const response = await fetch(`${issuer}/.well-known/webauthn`);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({ origins: ['http://localhost:1', OTHER] });
  });

  it('may use the passkeys, and other origins may not', async () => {
    const signUp = async (origin: string) => {
      const agent = newUserAgent(issuer);
      const { createUser } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
        input: { username: `at-${new URL(origin).hostname}`, enrolmentLink: true },
      });
      const enrolment = new URL(createUser.enrolmentLink.url).pathname.split('/').at(-1);
      const options = await creationOptions(agent, { enrolment });
      const authenticator = softwareAuthenticator({ origin });
      const registered = await agent.postJson(VERIFY, authenticator.create(options));
      if (registered.status !== 200) return registered.json().error;
      const request = (
        await agent.postJson('/passkeys/authentication/options', {})
      ).json() as unknown as RequestOptions;
      return (await agent.postJson('/passkeys/authentication/verify', authenticator.get(request))).json().next;
    };
    expect(await signUp(OTHER)).toBe('/account');
    expect(await signUp('https://evil.example')).toBe('invalid_credential');
    expect(await signUp(`${OTHER}.evil.example`)).toBe('invalid_credential');
  });
});
