import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeLocalDay } from '../../../src/admin/audit-log/local-days.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const DAYS = 'from: "2040-11-20", to: "2040-11-22"';

describe('Counts of a day', () => {
  it('belong to the day of the time zone, also where clocks change and offsets are not whole hours', () => {
    const dateIn = (zone: string, time: string) =>
      new Date(makeLocalDay(zone)(Date.parse(time)) * 86_400_000).toISOString().slice(0, 10);
    expect(dateIn('UTC', '2026-03-29T23:59:00Z')).toBe('2026-03-29');
    expect(dateIn('Europe/Berlin', '2026-03-28T22:59:00Z')).toBe('2026-03-28');
    expect(dateIn('Europe/Berlin', '2026-03-28T23:00:00Z')).toBe('2026-03-29');
    expect(dateIn('Europe/Berlin', '2026-03-29T21:59:00Z')).toBe('2026-03-29');
    expect(dateIn('Europe/Berlin', '2026-03-29T22:00:00Z')).toBe('2026-03-30');
    expect(dateIn('Asia/Kathmandu', '2026-03-29T18:14:00Z')).toBe('2026-03-29');
    expect(dateIn('Asia/Kathmandu', '2026-03-29T18:15:00Z')).toBe('2026-03-30');
    expect(dateIn('America/Los_Angeles', '2026-03-29T06:59:00Z')).toBe('2026-03-28');
  });

  it('are returned by type, and as statistics of the server and of a client', async () => {
    const { deps, clock } = server;
    const client = (await server.mutate('createClient', { name: 'Wiki' }, 'client { id }')).data.createClient.client;
    const at = { clientId: client.id, userId: 'ada' };
    await deps.audit.record({ type: 'SIGNED_IN', ...at });
    await deps.audit.record({ type: 'TOKEN_ISSUED', ...at, detail: { pkce: false, nonce: false } });
    clock.advance(11.5 * 3600);
    await deps.audit.record({ type: 'SIGNED_IN', ...at });
    await deps.audit.record({ type: 'SIGNED_IN', userId: 'bob' });
    await deps.audit.record({ type: 'TOKEN_ISSUED', ...at, detail: { pkce: true, nonce: false } });
    await deps.audit.record({ type: 'ACCESS_DENIED', outcome: 'FAILURE', ...at });
    await deps.audit.record({ type: 'CREATED', resource: 'user', resourceId: 'bob' });

    const counts = async (args: string) => {
      const answer = await server.call(`{ auditEventCounts(${DAYS} ${args}) { day type count } }`);
      return answer.data.auditEventCounts.map((one: Record<string, unknown>) => Object.values(one).join(' '));
    };
    expect(await counts('filter: { types: [SIGNED_IN] }')).toEqual(['2040-11-21 SIGNED_IN 3']);
    expect(await counts('filter: { types: [SIGNED_IN] }, timeZone: "Europe/Berlin"')).toEqual([
      '2040-11-21 SIGNED_IN 1',
      '2040-11-22 SIGNED_IN 2',
    ]);
    expect(await counts(`filter: { clientId: "${client.id}", outcome: FAILURE }`)).toEqual([
      '2040-11-21 ACCESS_DENIED 1',
    ]);
    expect(await counts('filter: { resource: "user" }')).toEqual(['2040-11-21 CREATED 1']);
    const ofConsole = { clientId: 'passgraph:console', userId: 'ada' };
    await deps.audit.record({ type: 'AUDIT_CHECKPOINT' });
    await deps.audit.record({ type: 'TOKEN_ISSUED', ...ofConsole });
    const types = 'types: [AUDIT_CHECKPOINT, TOKEN_ISSUED, SIGNED_IN]';
    expect(await counts(`filter: { ${types} }`)).toContain('2040-11-21 TOKEN_ISSUED 3');
    expect(await counts(`filter: { ${types}, includeRoutine: false }`)).toEqual([
      '2040-11-21 SIGNED_IN 3',
      '2040-11-21 TOKEN_ISSUED 2',
    ]);
    expect(await counts('filter: { clientId: "passgraph:console", includeRoutine: false }')).toEqual([]);
    const listed = `{ auditEvents(filter: { ${types}, includeRoutine: false }) { totalCount edges { node { clientId } } } }`;
    const { totalCount, edges } = (await server.call(listed)).data.auditEvents;
    expect([totalCount, edges.length, JSON.stringify(edges).includes('console')]).toEqual([5, 5, false]);

    const series = async (args: string) => {
      const fields = 'day signIns refusals newUsers activeUsers';
      return (await server.call(`{ dailyStatistics(${DAYS} ${args}) { ${fields} } }`)).data.dailyStatistics;
    };
    expect(await series('timeZone: "Europe/Berlin"')).toEqual([
      { day: '2040-11-20', signIns: 0, refusals: 0, newUsers: 0, activeUsers: 0 },
      { day: '2040-11-21', signIns: 1, refusals: 0, newUsers: 0, activeUsers: 1 },
      { day: '2040-11-22', signIns: 2, refusals: 1, newUsers: 1, activeUsers: 2 },
    ]);
    expect((await series(`clientId: "${client.id}"`))[1]).toEqual({
      ...{ day: '2040-11-21', signIns: 2, refusals: 1, newUsers: null, activeUsers: 1 },
    });
  });

  it.each([
    ['from: "2040-11-22", to: "2040-11-21"', 'INVALID_INPUT to'],
    ['from: "2039-11-21", to: "2040-11-21"', 'INVALID_INPUT to'],
    ['from: "2040-11-21", to: "2040-11-21", timeZone: "Atlantis/Capital"', 'INVALID_INPUT timeZone'],
    ['from: "2040-13-21", to: "2040-11-21"', 'GRAPHQL_VALIDATION_FAILED'],
    ['from: "2040-02-31", to: "2040-11-21"', 'GRAPHQL_VALIDATION_FAILED'],
  ])('are refused for the days %s', async (args, code) => {
    expect(refusal(await server.call(`{ auditEventCounts(${args}) { day } }`))).toBe(code);
    expect(refusal(await server.call(`{ dailyStatistics(${args}) { day } }`))).toBe(code);
  });

  it('says in a sentence what is wrong with the days.', async () => {
    const { errors } = await server.call('{ auditEventCounts(from: "2040-11-22", to: "2040-11-21") { day } }');
    expect(errors?.[0]?.message).toBe('The `to` argument must not be before `from`.');
  });
});

describe('The health of a client', () => {
  it('says when users signed in last, how, and what was rejected in seven days', async () => {
    const { deps, clock } = server;
    const made = await server.mutate('createClient', { name: 'Shop' }, 'client { id }');
    const { id } = made.data.createClient.client;
    const health = async (key?: string) => {
      const fields = `lastSignInAt signIns signInsWithPkce signInsWithNeitherPkceNorNonce
        refusals { reason count } secretsExpiringSoon { id }`;
      return server.call(`{ client(id: "${id}") { health { ${fields} } } }`, {}, key);
    };
    const nothing = { signIns: 0, signInsWithPkce: 0, signInsWithNeitherPkceNorNonce: 0, refusals: [] };
    expect((await health()).data.client.health).toEqual({ ...nothing, lastSignInAt: null, secretsExpiringSoon: [] });
    const signIn = (pkce: boolean, nonce: boolean) =>
      deps.audit.record({ type: 'TOKEN_ISSUED', clientId: id, detail: { pkce, nonce } });
    await signIn(false, false);
    await signIn(false, true);
    await signIn(true, true);
    const last = clock.now();
    clock.advance(3600);
    await deps.audit.record({ type: 'TOKEN_ISSUED', clientId: id, detail: { scope: 'openid' } });
    for (const reason of ['wrong_secret', 'invalid_request', 'wrong_secret'])
      await deps.audit.record({ type: 'REQUEST_REFUSED', outcome: 'FAILURE', clientId: id, detail: { reason } });
    const redirect = { reason: 'invalid_request', parameter: 'redirect_uri', redirectUri: 'https://shop.example/' };
    await deps.audit.record({ type: 'REQUEST_REFUSED', outcome: 'FAILURE', clientId: id, detail: redirect });
    expect((await health()).data.client.health).toEqual({
      lastSignInAt: last.toISOString(),
      ...{ signIns: 3, signInsWithPkce: 1, signInsWithNeitherPkceNorNonce: 1, secretsExpiringSoon: [] },
      refusals: [
        { reason: 'wrong_secret', count: 2 },
        { reason: 'invalid_redirect_uri', count: 1 },
        { reason: 'invalid_request', count: 1 },
      ],
    });
    await server.mutate('addClientSecret', { clientId: id, expireOthersIn: 9 * 86_400 }, 'client { id }');
    clock.advance(8 * 86_400);
    const answer = (await health()).data.client.health;
    const secretsExpiringSoon = [{ id: (await deps.store.clients.find(id))?.secrets[0]?.id }];
    expect(answer).toEqual({ ...nothing, lastSignInAt: last.toISOString(), secretsExpiringSoon });
    const reader = await health(await server.keyWith('clients:read'));
    expect([reader.data.client.health, refusal(reader)]).toEqual([null, 'FORBIDDEN']);
  });
});
