import { randomInt } from 'node:crypto';
import type { Store } from '../../../src/model/store.js';
import { sessions } from '../../../src/storage/entities/access/sessions.js';
import { users } from '../../../src/storage/entities/people/users.js';
import { grants } from '../../../src/storage/entities/tokens/grants.js';
import { tokens } from '../../../src/storage/entities/tokens/tokens.js';
import { makeStore } from '../../../src/storage/make-store.js';
import { openTable } from '../../../src/storage/table.js';
import { aClient, aGrant, aSession, aToken, aUser } from '../../storage/records.js';
import { type BenchDatabase, makeDatabases, openDatabase } from '../databases.js';
import { median } from '../report/median.js';
import { printTable } from '../report/print-table.js';

const SMALL = 1_000;
/** The users of the largest store. */
const MAX_USERS = Number(process.env.BENCH_USERS ?? 100_000);
const BATCH = 500;
const ROUNDS = 21;
const CALLS = 10;
const PAGE = 100;
const DEEPEST_PAGE = 10_000;

/** A store where each user has a session, a grant and a token. */
interface Filled {
  readonly store: Store;
  readonly ids: { readonly session: string; readonly token: string }[];
  fillTo(count: number): Promise<void>;
  stop(): Promise<void>;
}

async function openFilled(bench: BenchDatabase): Promise<Filled> {
  const database = await openDatabase(bench);
  const store = makeStore(database);
  const client = aClient({ accessPolicy: 'ALL_USERS' });
  await store.clients.insert(client);
  const ids: Filled['ids'] = [];
  const nameOf = (place: number) => String(place).padStart(7, '0');
  return {
    store,
    ids,
    fillTo: async (count) => {
      while (ids.length < count) {
        const made = Array.from({ length: Math.min(BATCH, count - ids.length) }, (_, place) => {
          const name = nameOf(ids.length + place);
          const user = aUser({ username: `user-${name}`, name: `User ${name}`, email: `${name}@example.com` });
          const session = aSession(user, { clients: [{ id: client.id, generation: client.generation }] });
          const grant = aGrant(user, client, { sessionId: session.id });
          return { user, session, grant, token: aToken(client, { grantId: grant.id }) };
        });
        await openTable(database, users).insertMany(made.map(({ user }) => user));
        await openTable(database, sessions).insertMany(made.map(({ session }) => session));
        await openTable(database, grants).insertMany(made.map(({ grant }) => grant));
        await openTable(database, tokens).insertMany(made.map(({ token }) => token));
        ids.push(...made.map(({ session, token }) => ({ session: session.id, token: token.id })));
      }
    },
    stop: async () => {
      await store.close();
      await bench.drop();
    },
  };
}

/** One call. It returns the number of records that it found, at least one. */
type Operation = (filled: Filled) => Promise<number>;

function present(found: unknown): number {
  return found === undefined ? 0 : 1;
}

function anyOf({ ids }: Filled): number {
  return randomInt(ids.length);
}

function usernameOf(place: number): string {
  return `user-${String(place).padStart(7, '0')}`;
}

function pageAfter(after: string | undefined, search?: string): Operation {
  return async ({ store }) => (await store.users.page({ first: PAGE, after }, search)).items.length;
}

function operations(deep: string | undefined): readonly (readonly [name: string, run: Operation])[] {
  return [
    ['readSession', async (f) => present(await f.store.readSession(f.ids[anyOf(f)]?.session ?? ''))],
    ['readLive', async (f) => present((await f.store.readLive({ tokenId: f.ids[anyOf(f)]?.token ?? '' }))?.user)],
    ['findByUsername', async (f) => present(await f.store.users.findByUsername(usernameOf(anyOf(f))))],
    ['users, first page', pageAfter(undefined)],
    ['users, deep page', pageAfter(deep)],
    ['search, few match', (f) => pageAfter(undefined, usernameOf(anyOf(f)).slice(0, -1))(f)],
    ['search, all match', pageAfter(undefined, 'user')],
  ];
}

/** The cursor of the ten-thousandth page, or of the last one. */
async function deepCursor({ store }: Filled): Promise<string | undefined> {
  let after: string | undefined;
  for (let page = 2; page <= DEEPEST_PAGE; page += 1) {
    const { items, hasNextPage } = await store.users.page({ first: PAGE, after });
    if (!hasNextPage) return after;
    after = items.at(-1)?.cursor;
  }
  return after;
}

async function costOf(filled: Filled, operation: Operation): Promise<number> {
  const began = performance.now();
  for (let call = 0; call < CALLS; call += 1)
    if ((await operation(filled)) === 0) throw new Error('The measured call found no record.');
  return performance.now() - began;
}

/** The two stores take turns, so that a slow moment of the machine affects both. */
async function compare(filled: Filled, small: Filled): Promise<string[]> {
  const [deep, smallDeep] = [operations(await deepCursor(filled)), operations(await deepCursor(small))];
  const ratios: string[] = [];
  for (const [row, [, operation]] of deep.entries()) {
    const there = smallDeep[row]?.[1] ?? operation;
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push((await costOf(filled, operation)) / (await costOf(small, there)));
    ratios.push(median(rounds).toFixed(2));
  }
  return ratios;
}

async function grow(makeDatabase: () => Promise<BenchDatabase>): Promise<void> {
  const [bench, smallBench] = [await makeDatabase(), await makeDatabase()];
  const [filled, small] = [await openFilled(bench), await openFilled(smallBench)];
  try {
    await small.fillTo(SMALL);
    const columns: { head: string; ratios: string[] }[] = [];
    for (let size = SMALL * 10; ; size *= 10) {
      const count = Math.min(size, MAX_USERS);
      await filled.fillTo(count);
      columns.push({ head: count.toLocaleString('en'), ratios: await compare(filled, small) });
      if (count === MAX_USERS) break;
    }
    printTable(
      `Growth (${bench.name}): the time of a call, divided by its time with ${SMALL.toLocaleString('en')} users`,
      ['users', ...columns.map(({ head }) => head)],
      operations(undefined).map(([name], row) => [name, ...columns.map(({ ratios }) => ratios[row] ?? '')]),
    );
  } finally {
    await Promise.all([filled.stop(), small.stop()]);
  }
}

export async function printGrowth(): Promise<void> {
  if (!Number.isInteger(MAX_USERS) || MAX_USERS < SMALL)
    throw new Error(`BENCH_USERS must be a number of at least ${SMALL}.`);
  for (const makeDatabase of makeDatabases) await grow(makeDatabase);
}
