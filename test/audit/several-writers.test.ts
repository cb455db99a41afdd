import { expect, it } from '@jest/globals';
import { insertion } from '../../src/model/change-set.js';
import { openStore } from '../../src/storage/open-store.js';
import { anAuditEvent, present } from '../storage/records.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';
import { follow, idsOf, sequencesOf, upTo } from './log-followers.js';

const WRITERS = 3;
const EVENTS = 60;

function tests(makeDatabase: () => Promise<TestDatabase>) {
  return async () => {
    const database = await makeDatabase();
    const stores = await Promise.all(upTo(WRITERS).map(() => openStore(database.config)));
    const followers = stores.map((store) => follow(store));
    const written: string[] = [];
    let writing = WRITERS;
    const write = async (store: (typeof stores)[number]) => {
      for (const _ of upTo(EVENTS)) {
        const event = anAuditEvent();
        await store.commit([insertion('auditEvents', event)]);
        written.push(event.id);
      }
      writing -= 1;
    };
    const number = async (store: (typeof stores)[number], owner: string) => {
      // By the clock of each call, the lease of the others has passed, so that they meet at the head.
      for (let calls = 0, isLast = false; !isLast; calls += 1) {
        isLast = writing === 0;
        await store.auditEvents.numberEvents(owner, new Date(present.getTime() + calls * 10_000));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    const read = async (follower: (typeof followers)[number]) => {
      while (writing > 0) {
        await follower.read();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    await Promise.all([
      ...stores.map(write),
      ...stores.map((store, index) => number(store, `owner ${index}`)),
      ...followers.map(read),
    ]);
    for (const follower of followers) {
      await follower.read();
      expect(sequencesOf(follower.received)).toEqual(upTo(WRITERS * EVENTS));
      expect(idsOf(follower.received)).toEqual(idsOf(followers[0]?.received ?? []));
    }
    expect(idsOf(followers[0]?.received ?? []).toSorted()).toEqual(written.toSorted());
    for (const store of stores) await store.close();
    await database.drop();
  };
}

it(
  'Several processes that write events give every follower each event once, in one order: SQLite',
  tests(fileDatabase),
);
describeOnMongodb('several processes that write and number events', () => {
  it('give every follower each event once, in one order', tests(mongodbDatabase));
});
