import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { clientCalls } from '../../support/client-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { created, recordOf } = clientCalls(() => server);

describe('addClientSecret and removeClientSecret', () => {
  const add = (clientId: string, expireOthersIn?: number) =>
    server.mutate('addClientSecret', { clientId, expireOthersIn }, 'clientSecret client { secrets { id expiresAt } }');
  const remove = (clientId: string, secretId: string) =>
    server.mutate('removeClientSecret', { clientId, secretId }, 'client { secrets { id } }');

  it('allow two valid secrets and reject a third with CONFLICT', async () => {
    const { id, clientSecret } = await created();
    const { data } = await add(id);
    expect(data.addClientSecret.clientSecret).not.toBe(clientSecret);
    expect(data.addClientSecret.client.secrets).toHaveLength(2);
    expect(refusal(await add(id))).toBe('CONFLICT');
    expect(refusal(await add(id, 60))).toBe('CONFLICT');
  });

  it('let the present secrets expire, after which another can be added', async () => {
    const { id } = await created();
    const { data } = await add(id, 60);
    expect(data.addClientSecret.client.secrets.map(({ expiresAt }: { expiresAt: string }) => expiresAt)).toEqual([
      '2040-11-21T12:01:00.000Z',
      null,
    ]);
    server.clock.advance(60);
    const third = await add(id, 0);
    expect(third.data.addClientSecret.client.secrets).toHaveLength(1);
  });

  it('add one secret if several are added at the same time', async () => {
    const { id } = await created();
    const answers = await Promise.all([add(id), add(id), add(id)]);
    expect(answers.map(refusal).filter((code) => code === 'CONFLICT')).toHaveLength(2);
    expect((await recordOf(id)).secrets).toHaveLength(2);
  });

  it('remove a secret', async () => {
    const { id } = await created();
    const [secret] = (await recordOf(id)).secrets;
    expect((await remove(id, secret?.id ?? '')).data.removeClientSecret.client.secrets).toEqual([]);
    expect(refusal(await remove(id, secret?.id ?? ''))).toBe('NOT_FOUND secretId');
  });

  it('reject a client that does not exist and a negative time', async () => {
    const { id } = await created();
    expect(refusal(await add('unknown'))).toBe('NOT_FOUND clientId');
    expect(refusal(await remove('unknown', 'x'))).toBe('NOT_FOUND clientId');
    expect(refusal(await add(id, -1))).toBe('INVALID_INPUT expireOthersIn');
  });
});

describe('Client.lastUsedAt', () => {
  const lastUse = async (id: string) => {
    await server.deps.clientUses.store();
    server.clock.advance(2);
    const { data } = await server.call('query ($id: ID!) { client(id: $id) { lastUsedAt } }', { id });
    return data.client.lastUsedAt;
  };
  const post = (path: string, { id, secret }: { id: string; secret: string }, form: Record<string, string>) =>
    fetch(new URL(`/oidc/${path}`, server.url), {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams(form),
    });

  it('is when the client last got or introspected a token, and no refusal', async () => {
    const { id, clientSecret } = await created({ grantTypes: ['CLIENT_CREDENTIALS'] });
    const client = { id, secret: clientSecret };
    expect((await post('token', { id, secret: 'wrong' }, { grant_type: 'client_credentials' })).status).toBe(401);
    expect((await post('token', client, { grant_type: 'refresh_token', refresh_token: 'x' })).status).toBe(400);
    expect(await lastUse(id)).toBeNull();
    const first = server.clock.now();
    expect((await post('token', client, { grant_type: 'client_credentials' })).status).toBe(200);
    expect(await lastUse(id)).toBe(first.toISOString());
    const second = server.clock.now();
    expect((await post('introspect', client, { token: 'x' })).status).toBe(200);
    expect(await lastUse(id)).toBe(second.toISOString());
  });
});
