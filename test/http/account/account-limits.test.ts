import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limitsOf, makeLimits } from '../../../src/http/request/limits.js';
import { testConfig } from '../../support/deps.js';
import { memoryDatabase } from '../../support/stores.js';
import { type AccountWorld, openAccountWorld } from './account-world.js';

describe('changes of the own account', () => {
  let world: AccountWorld;
  beforeAll(async () => {
    world = await openAccountWorld(memoryDatabase);
  });
  afterAll(() => world.app.stop());

  it('are refused after 60 in 10 minutes, with the time to wait and one event', async () => {
    const person = await world.newPerson();
    const other = await world.newPerson();
    const change = (name: string, { agent } = person) => agent.postForm('/account', { action: 'change-profile', name });
    for (let count = 0; count < 60; count += 1) expect((await change(`Ada ${count}`)).status).toBe(303);
    for (let count = 0; count < 5; count += 1) {
      const refused = await change('Refused');
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '600']);
      expect(refused.text).toContain('Wait 10\u00a0minutes');
    }
    expect((await world.userOf(person.username)).name).toBe('Ada 59');
    expect((await change('Grace', other)).status).toBe(303);
    const { auditEvents } = await world.app.graphql<{ auditEvents: { edges: { node: unknown }[] } }>(
      '{ auditEvents(first: 10, filter: { types: [LIMIT_EXCEEDED] }) { edges { node { outcome userId detail } } } }',
    );
    expect(auditEvents.edges.map(({ node }) => node)).toEqual([
      { outcome: 'FAILURE', userId: (await world.userOf(person.username)).id, detail: { limit: 'accountChanges' } },
    ]);
  });

  it('never keep the user from signing out', async () => {
    const person = await world.newPerson();
    for (let count = 0; count < 61; count += 1) {
      await person.agent.postForm('/account', { action: 'change-profile', name: `Ada ${count}` });
    }
    const signedOut = await person.agent.postForm('/account', { action: 'sign-out' });
    expect(signedOut.headers.get('location')).toBe('/login?signed_out');
  });

  it('and registrations have the numbers that the operator sets', async () => {
    const limits = makeLimits(limitsOf(testConfig({ maxRegistrations: 2, maxAccountChanges: 1 })));
    const take = (name: 'registration' | 'accountChange', worth = 1) => limits.take(name, 'key', worth);
    expect([await take('registration', 0), await take('registration'), await take('registration')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([await take('registration', 0), await take('registration'), await take('registration', 0)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([await take('accountChange'), await take('accountChange')]).toEqual([true, false]);
  });
});
