import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyClientJwt } from '../../src/keys/client-jwt.js';
import { newClientSecret, signWithClientSecret } from '../../src/keys/client-secrets.js';
import { newSecret } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Deps } from '../../src/model/deps.js';
import { numericDate } from '../../src/model/time.js';
import { authorize } from '../../src/oidc/authorization/authorize.js';
import { answeredParameters, browserWith, CHALLENGE } from '../support/authorization.js';
import { signWithSecret } from '../support/client-keys.js';
import { makeClient } from '../support/fixtures.js';
import { openWorld } from '../support/world.js';

const SHORT = 'thirty-one-bytes-of-a-secret-31';

let world: Awaited<ReturnType<typeof openWorld>>;
let deps: Deps;
beforeAll(async () => {
  world = await openWorld();
  ({ deps } = world);
});
afterAll(() => deps.store.close());

/** A client with these secrets, oldest first. */
async function clientWith(...secrets: string[]): Promise<Client> {
  const generation = newSecret(deps.random);
  const made = secrets.map((secret) => newClientSecret(deps, { generation }, secret).record);
  return (await makeClient(deps, world.issuer, { generation, secrets: made })).client;
}

const LONG = 'a-secret-of-exactly-32-bytes-123';

describe('RFC 7518 §3.2 HMAC with SHA-2 Functions: a secret of fewer than 32 bytes', () => {
  it('verifies no JWT, even with the right signature', async () => {
    const client = await clientWith(SHORT);
    for (const secret of [SHORT, LONG]) {
      const jwt = await signWithSecret(secret, { iss: client.id });
      expect(await verifyClientJwt(deps, client, jwt, ['HS256'])).toEqual({
        problem: expect.stringContaining('fewer than 32 bytes and signs nothing (RFC 7518 section 3.2)'),
      });
    }
  });

  it('does not prevent that a longer secret of the client verifies', async () => {
    const client = await clientWith(SHORT, LONG);
    const verified = await verifyClientJwt(deps, client, await signWithSecret(LONG, { iss: client.id }), ['HS256']);
    expect(verified).toMatchObject({ claims: { iss: client.id }, secret: { id: client.secrets[1]?.id } });
    expect(await verifyClientJwt(deps, client, await signWithSecret(SHORT, {}), ['HS256'])).toEqual({
      problem: expect.stringContaining('at least 32 bytes'),
    });
  });

  it('signs nothing, although the client authenticated with it', async () => {
    const short = await clientWith(SHORT);
    const secret = short.secrets[0];
    expect(() => signWithClientSecret(deps, short, {}, { secret })).toThrow(
      /unauthorized_client: .*fewer than 32 bytes/,
    );
    const both = await clientWith(SHORT, LONG);
    const [header = ''] = (await signWithClientSecret(deps, both, {}, { secret: both.secrets[0] })).split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ kid: both.secrets[1]?.id });
  });

  it('is named in the error for a request object', async () => {
    const client = await clientWith(SHORT);
    const now = numericDate(deps.clock.now());
    const request = await signWithSecret(SHORT, {
      iss: client.id,
      aud: 'http://localhost:3000',
      client_id: client.id,
      jti: 'once',
      iat: now,
      nbf: now,
      exp: now + 300,
      response_type: 'code',
      redirect_uri: client.redirect_uris[0],
      scope: 'openid',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
    });
    const answer = await authorize(deps, world.issuer, {
      parameters: [
        ['client_id', client.id],
        ['request', request],
      ],
      ...browserWith(undefined),
    });
    const error = answer.kind === 'errorPage' ? answer.error.description : answeredParameters(answer).error_description;
    expect(error).toContain('fewer than 32 bytes');
  });
});
