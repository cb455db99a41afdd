import { expect, it } from '@jest/globals';
import type { AuditEvent } from '../../../src/model/log/audit-event.js';
import type { DailyCount } from '../../../src/model/log/daily-count.js';
import { aClient, anAuditEvent, present } from '../records.js';
import { describeStore } from './describe-store.js';

const DAY = Math.floor(present.getTime() / 86_400_000);

describeStore(({ store, openOther }) => {
  /** The counts of each metric, by the day after the first one and the quarter of an hour. */
  function shape(counts: readonly DailyCount[]) {
    return Object.fromEntries(
      counts.map(({ metric, day, quarters }) => [`${metric} ${day - DAY}`, quarters] as const).sort(),
    );
  }

  it('counts each event once, also if several processes count, and takes deleted events out of the counts', async () => {
    const { id: clientId } = aClient();
    const at = (hours: number) => new Date(DAY * 86_400_000 + hours * 3_600_000);
    const issued = (hours: number, detail: AuditEvent['detail']) =>
      anAuditEvent({ type: 'TOKEN_ISSUED', clientId, at: at(hours), detail });
    const refused = (detail: AuditEvent['detail']) =>
      anAuditEvent({ type: 'REQUEST_REFUSED', outcome: 'FAILURE', clientId, at: at(25), detail });
    const events = [
      issued(1, { pkce: true, nonce: true }),
      issued(1.1, { pkce: false, nonce: false }),
      issued(2, { scope: 'openid' }),
      issued(2, { host: 'wiki.example' }),
      anAuditEvent({ type: 'CREATED', resource: 'user', at: at(3) }),
      refused({ reason: 'invalid_request' }),
      refused({ reason: 'repeated', count: 7 }),
      anAuditEvent({ type: 'CREATED', resource: 'user', at: at(4) }),
    ];
    await store.auditEvents.insertAbsent(events);
    await store.auditEvents.numberEvents('test', present);
    const stores = [store, await openOther(), await openOther()];
    await Promise.all(stores.map(({ auditEvents }) => auditEvents.countEvents(20)));
    expect(await store.auditEvents.countEvents(20)).toBe(true);
    const counts = await store.auditEvents.dailyCounts(clientId, DAY, DAY + 1);
    expect(shape(counts)).toEqual({
      'refusal:invalid_request 1': { 4: 1 },
      'refusal:repeated 1': { 4: 7 },
      'signIn 0': { 4: 2, 8: 1 },
      'signIn:neither 0': { 4: 1 },
      'signIn:pkce 0': { 4: 1 },
      'type:REQUEST_REFUSED:FAILURE: 1': { 4: 2 },
      'type:TOKEN_ISSUED:SUCCESS: 0': { 4: 2, 8: 2 },
    });
    expect(await store.auditEvents.dailyCounts(clientId, DAY + 2, DAY + 9)).toEqual([]);
    expect(shape(await store.auditEvents.countsOfClients([clientId, 'another'], DAY + 1))).toHaveProperty([
      'refusal:repeated 1',
    ]);
    const latest = await store.auditEvents.latestCounts([clientId, 'another'], 'signIn');
    expect(latest.map(({ lastAt }) => lastAt)).toEqual([at(2)]);
    expect(shape(await store.auditEvents.dailyCounts(undefined, DAY, DAY))).toMatchObject({
      'type:CREATED:SUCCESS:user 0': { 12: 1, 16: 1 },
    });

    const { items } = await store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', {});
    const sequenceOf = (index: number) =>
      items.find(({ record }) => record.id === events[index]?.id)?.record.sequence ?? 0;
    await store.auditEvents.deleteBefore(sequenceOf(1));
    expect(shape(await store.auditEvents.dailyCounts(clientId, DAY, DAY))).toEqual({
      'signIn 0': { 4: 1, 8: 1 },
      'signIn:neither 0': { 4: 1 },
      'type:TOKEN_ISSUED:SUCCESS: 0': { 4: 1, 8: 2 },
    });
    // Deletes events that are not counted yet.
    await store.auditEvents.insertAbsent([
      issued(5, { pkce: true, nonce: true }),
      issued(6, { pkce: true, nonce: true }),
    ]);
    await store.auditEvents.numberEvents('test', present);
    const { sequence } = await store.auditEvents.head();
    await store.auditEvents.deleteBefore(sequence);
    expect(await store.auditEvents.countEvents(20)).toBe(true);
    expect(shape(await store.auditEvents.dailyCounts(clientId, DAY, DAY + 1))).toEqual({
      'signIn 0': { 24: 1 },
      'signIn:pkce 0': { 24: 1 },
      'type:TOKEN_ISSUED:SUCCESS: 0': { 24: 1 },
    });
    expect(await store.auditEvents.dailyCounts(undefined, DAY, DAY + 1)).toHaveLength(1);
  });
});
