import type { ClientList } from '../../../src/model/clients/client-list.js';
import type { UserList } from '../../../src/model/people/user-list.js';
import type { PageRequest } from '../../../src/model/record-store.js';
import type { Store } from '../../../src/model/store.js';
import type { Database } from '../../../src/storage/database.js';
import { clients } from '../../../src/storage/entities/clients/clients.js';
import { memberships } from '../../../src/storage/entities/people/memberships.js';
import { users } from '../../../src/storage/entities/people/users.js';
import type { Entity } from '../../../src/storage/entity.js';
import { withDerived } from '../../../src/storage/lists/derived-columns.js';
import { openStore } from '../../../src/storage/open-store.js';
import { insertWithWords } from '../../../src/storage/search/word-entries.js';
import { aClient, aGroup, aMembership, aUser, present } from '../../storage/records.js';
import { type BenchDatabase, makeDatabases, openDatabase } from '../databases.js';
import { median } from '../report/median.js';
import { printTable } from '../report/print-table.js';
import { eventReads, fillEvents, userIdAt } from './event-lists.js';

const SMALL = 1_000;
const MAX_USERS = Number(process.env.BENCH_USERS ?? 1_000_000);
/** There is one client for so many users, but at least `SMALL`. */
const USERS_OF_CLIENT = 100;
const ROUNDS = 21;
const CALLS = 5;
const BATCH = 500;
const page: PageRequest = { first: 20 };

const FIRST_NAMES = ['Ada', 'Alan', 'Anna', 'Grace', 'Ken', 'Linus', 'Margaret', 'Radia', 'Tim', 'Vint'];
const LAST_NAMES = ['Abel', 'Berners', 'Cerf', 'Hamilton', 'Hopper', 'Lovelace', 'Perlman', 'Ritchie', 'Turing', 'Wu'];

/** Every fiftieth user is disabled, every tenth has never signed in, and one is an auditor. */
function userAt(place: number) {
  const name = `${FIRST_NAMES[place % 10]} ${LAST_NAMES[Math.floor(place / 10) % 10]}`;
  const username = `u${place.toString(36)}`;
  return aUser({
    id: userIdAt(place),
    username,
    name,
    email: `${username}@example.com`,
    enabled: place % 50 !== 3,
    email_verified: place % 2 === 0,
    passkeyIds: place % 20 === 0 ? [] : ['passkey'],
    ...(place === SMALL - 1 && { adminRole: 'AUDITOR', family_name: 'Xylander' }),
    ...(place % 10 !== 7 && { lastSignInAt: new Date(present.getTime() - place * 1000) }),
  });
}

function clientAt(place: number) {
  return aClient({
    id: `app-${place.toString(36)}`,
    name: `Application ${place}`,
    enabled: place % 10 !== 3,
    integrations: place % 5 === 0 ? ['FORWARD_AUTH'] : ['OIDC'],
    ...(place % 2 === 0 && { lastUsedAt: new Date(present.getTime() - place * 1000) }),
  });
}

/** Three of ten users are members. */
const group = aGroup({ generation: 'members' });

function membershipAt(place: number) {
  return aMembership(group, aUser({ id: userIdAt(Math.floor(place / 3) * 10 + (place % 3)) }));
}

const USER_LISTS: readonly (readonly [name: string, list: UserList])[] = [
  ['users', {}],
  ['users by username', { order: 'USERNAME' }],
  ['users by last sign-in', { order: 'LAST_SIGN_IN' }],
  ['search, all match', { search: 'example.com' }],
  ['search, a third matches', { search: 'a' }],
  ['search, one matches', { search: 'xyl' }],
  ['search, all and one', { search: 'example xyl' }],
  ['search, all and a tenth', { search: 'example.com hop' }],
  ['search, two tenths', { search: 'grace hop' }],
  ['search, none matches', { search: 'nothing' }],
  ['search, common words that no user has together', { search: 'grace alan' }],
  ['search and filter', { search: 'hop', filter: { statuses: ['ACTIVE'] } }],
  ['disabled', { filter: { statuses: ['DISABLED'] } }],
  ['active', { filter: { statuses: ['ACTIVE'] } }],
  ['administrators', { filter: { adminRoles: ['OWNER', 'ADMIN', 'AUDITOR'] } }],
  ['without passkeys', { filter: { hasPasskeys: false } }],
  ['verified address', { filter: { emailVerified: true } }],
  ['never signed in', { filter: { neverSignedIn: true } }],
  ['last sign-in before', { filter: { lastSignInBefore: new Date(present.getTime() - 500_000) } }],
  ['active and verified', { filter: { statuses: ['ACTIVE'], emailVerified: true } }],
  ['active, by username', { filter: { statuses: ['ACTIVE'] }, order: 'USERNAME' }],
  ['members of a group', { filter: { groupGeneration: group.generation } }],
  ['active members of a group', { filter: { groupGeneration: group.generation, statuses: ['ACTIVE'] } }],
  ['members of a group, search', { filter: { groupGeneration: group.generation }, search: 'hop' }],
  ['members of a group, by username', { filter: { groupGeneration: group.generation }, order: 'USERNAME' }],
];

const CLIENT_LISTS: readonly (readonly [name: string, list: ClientList])[] = [
  ['clients', {}],
  ['clients by name', { order: 'NAME' }],
  ['clients by last use', { order: 'LAST_USED' }],
  ['clients, search', { search: 'app' }],
  ['clients, search for one', { search: 'app-k' }],
  ['clients of an issuer', { filter: { issuerId: 'default' } }],
  ['disabled clients', { filter: { enabled: false } }],
  ['forward auth', { filter: { integration: 'FORWARD_AUTH' } }],
  ['clients by grant type', { filter: { grantType: 'refresh_token' } }],
  ['clients by access policy', { filter: { accessPolicy: 'PERMITTED_USERS', enabled: true } }],
];

type Read = (store: Store) => Promise<unknown>;

const READS: readonly (readonly [name: string, read: Read])[] = [
  ...USER_LISTS.flatMap(([name, list]): [string, Read][] => [
    [name, (store) => store.users.page(page, list)],
    ...countOf(name, list, (store) => store.users.count(list)),
  ]),
  ...CLIENT_LISTS.flatMap(([name, list]): [string, Read][] => [
    [name, (store) => store.clients.page(page, list)],
    ...countOf(name, list, (store) => store.clients.count(list)),
  ]),
  ...eventReads(page),
];

/** The count of all users is exact, so it is not measured here. */
function countOf(name: string, { search, filter }: UserList | ClientList, read: Read): [string, Read][] {
  return search === undefined && filter === undefined ? [] : [[`${name}, count`, read]];
}

async function fill<T>(database: Database, entity: Entity<T>, count: number, recordAt: (place: number) => T & object) {
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from);
    const records = Array.from({ length }, (_, offset) => recordAt(from + offset));
    await database.commit(records.map((record) => insertWithWords(entity, withDerived(entity, record, record))));
  }
}

async function open(bench: BenchDatabase, count: number): Promise<Store> {
  const store = await openStore(bench.config);
  const database = await openDatabase(bench);
  await fill(database, users, count, userAt);
  await fill(database, clients, Math.max(SMALL, count / USERS_OF_CLIENT), clientAt);
  await fill(database, memberships, (count / 10) * 3, membershipAt);
  await fillEvents(database, count);
  await database.close();
  return store;
}

async function costOf(store: Store, read: Read): Promise<number> {
  const began = performance.now();
  for (let call = 0; call < CALLS; call += 1) await read(store);
  return (performance.now() - began) / CALLS;
}

type Times = readonly [large: number, small: number];

/** The two stores and the lists take turns, so that a slow moment of the machine affects all of them a little. */
async function measure(large: Store, small: Store): Promise<Map<string, Times[]>> {
  const times = new Map(READS.map(([name]): [string, Times[]] => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, read] of READS) times.get(name)?.push([await costOf(large, read), await costOf(small, read)]);
  }
  return times;
}

function rowOf(name: string, times: readonly Times[]): string[] {
  const milliseconds = (place: 0 | 1) => median(times.map((both) => both[place])).toFixed(2);
  return [name, milliseconds(1), milliseconds(0), median(times.map(([there, here]) => there / here)).toFixed(2)];
}

/** Prints how long a page of each list takes with few and with many users, clients and events. */
export async function printLists(): Promise<void> {
  for (const makeDatabase of makeDatabases) {
    const [largeBench, smallBench] = [await makeDatabase(), await makeDatabase()];
    const [large, small] = [await open(largeBench, MAX_USERS), await open(smallBench, SMALL)];
    const rows = [...(await measure(large, small))].map(([name, times]) => rowOf(name, times));
    const many = MAX_USERS.toLocaleString('en');
    printTable({
      heading: `Lists on ${largeBench.name}`,
      caption: `Milliseconds of a page of 20 entries, or of a count, with ${SMALL.toLocaleString('en')} users, clients and events, and with ${many} users and events and one client for each ${USERS_OF_CLIENT} of them`,
      head: ['List', 'few', 'many', 'ratio'],
      rows,
    });
    await Promise.all([large.close(), small.close()]);
    await Promise.all([largeBench.drop(), smallBench.drop()]);
  }
}
