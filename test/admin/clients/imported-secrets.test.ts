import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { clientCalls } from '../../support/client-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { create, created, update, recordOf } = clientCalls(() => server);
const SHORT = 'old-secret-of-31-bytes-123456789'.slice(0, 31);
const LONG = `${SHORT}x`;

describe('A client secret from another provider', () => {
  it('is returned once and stored sealed, with a hint that reveals at most an eighth', async () => {
    const { id, clientSecret } = await created({ clientSecret: 'hunter22' });
    expect(clientSecret).toBe('hunter22');
    const { secrets } = await recordOf(id);
    expect(secrets).toMatchObject([{ hint: 'h', tooShortToSign: true }]);
    expect(JSON.stringify([secrets, await server.events()])).not.toContain('hunter22');
    const long = await created({ clientSecret: LONG });
    expect((await recordOf(long.id)).secrets[0]).not.toHaveProperty('tooShortToSign');
  });

  it('is added to a client that exists', async () => {
    const { id } = await created();
    const input = { clientId: id, clientSecret: SHORT, expireOthersIn: 0 };
    const { data } = await server.mutate('addClientSecret', input, 'clientSecret client { secrets { hint } }');
    expect(data.addClientSecret).toEqual({ clientSecret: SHORT, client: { secrets: [{ hint: 'old' }] } });
    expect((await server.events()).at(-1)?.detail).toMatchObject({ imported: true });
  });

  it.each([
    ['has fewer than 8 characters', { clientSecret: 'hunter2' }],
    ['has more than 512 characters', { clientSecret: 'x'.repeat(513) }],
    ['is not ASCII', { clientSecret: 'geheimnüsse' }],
    ['has a control character', { clientSecret: 'geheim\nnisse' }],
    ['is for a client without a secret', { clientSecret: LONG, tokenEndpointAuthMethod: 'NONE', requirePkce: true }],
    ['is short and verifies assertions', { clientSecret: SHORT, tokenEndpointAuthMethod: 'CLIENT_SECRET_JWT' }],
    ['is short and signs Basic tokens', { clientSecret: SHORT, integrations: ['BASIC'] }],
    ['is short and signs ID tokens', { clientSecret: SHORT, idTokenSignedResponseAlg: 'HS256' }],
    ['is short and verifies request objects', { clientSecret: SHORT, requestObjectSigningAlg: 'HS256' }],
  ])('is rejected if it %s', async (_what, input) => {
    expect(refusal(await create({ redirectUris: ['https://app.example/cb'], ...input }))).toBe(
      'INVALID_INPUT clientSecret',
    );
  });

  it('of 32 bytes may sign', async () => {
    expect((await created({ clientSecret: LONG, tokenEndpointAuthMethod: 'CLIENT_SECRET_JWT' })).clientSecret).toBe(
      LONG,
    );
  });

  it('that is short has to be replaced before JWTs are signed with it', async () => {
    const { id } = await created({ clientSecret: SHORT });
    const answer = await update({ id, idTokenSignedResponseAlg: 'HS256' });
    expect(refusal(answer)).toBe('CONFLICT');
    expect(answer.errors[0]?.message).toContain('addClientSecret');
    await server.mutate('addClientSecret', { clientId: id }, 'clientSecret');
    expect((await update({ id, idTokenSignedResponseAlg: 'HS256' })).errors).toEqual([]);
    const another = { clientId: id, clientSecret: randomBytes(8).toString('hex'), expireOthersIn: 0 };
    expect(refusal(await server.mutate('addClientSecret', another, 'clientSecret'))).toBe('INVALID_INPUT clientSecret');
  });
});
