import { randomInt } from 'node:crypto';
import { type BenchDatabase, makeDatabases } from '../databases.js';
import { median } from '../report/median.js';
import { printTable } from '../report/print-table.js';
import { type GrownStore, openGrownStore, usernameOf } from './grown-store.js';

const SMALL = 1_000;
/** The users of the largest store. */
const MAX_USERS = Number(process.env.BENCH_USERS ?? 100_000);
const ROUNDS = 21;
const CALLS = 10;
const PAGE = 100;
const DEEPEST_PAGE = 10_000;

/** One call. It returns the number of records that it found, at least one. */
type Operation = (filled: GrownStore) => Promise<number>;

function present(found: unknown): number {
  return found === undefined ? 0 : 1;
}

function anyOf({ ids }: GrownStore): number {
  return randomInt(ids.length);
}

function pageAfter(after: string | undefined, search?: string): Operation {
  return async ({ store }) => (await store.users.page({ first: PAGE, after }, { search })).items.length;
}

function operations(deep: string | undefined): readonly (readonly [name: string, run: Operation])[] {
  return [
    ['readSession', async (f) => present(await f.store.readSession(f.ids[anyOf(f)]?.session ?? ''))],
    ['readLive', async (f) => present((await f.store.readLive({ tokenId: f.ids[anyOf(f)]?.token ?? '' }))?.user)],
    [
      'refresh',
      async ({ refresh }) => {
        await refresh();
        return 1;
      },
    ],
    ['findByUsername', async (f) => present(await f.store.users.findByUsername(usernameOf(anyOf(f))))],
    ['users, first page', pageAfter(undefined)],
    ['users, deep page', pageAfter(deep)],
    ['search, few match', (f) => pageAfter(undefined, usernameOf(anyOf(f)).slice(0, -1))(f)],
    ['search, all match', pageAfter(undefined, 'user')],
  ];
}

/** The cursor of the ten-thousandth page, or of the last one. */
async function deepCursor({ store }: GrownStore): Promise<string | undefined> {
  let after: string | undefined;
  for (let page = 2; page <= DEEPEST_PAGE; page += 1) {
    const { items, hasNextPage } = await store.users.page({ first: PAGE, after });
    if (!hasNextPage) return after;
    after = items.at(-1)?.cursor;
  }
  return after;
}

async function costOf(filled: GrownStore, operation: Operation): Promise<number> {
  const began = performance.now();
  for (let call = 0; call < CALLS; call += 1)
    if ((await operation(filled)) === 0) throw new Error('The measured call found no record.');
  return performance.now() - began;
}

/** The two stores take turns, so that a slow moment of the machine affects both. */
async function compare(filled: GrownStore, small: GrownStore): Promise<string[]> {
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
  const [filled, small] = [await openGrownStore(bench), await openGrownStore(smallBench)];
  try {
    await small.fillTo(SMALL);
    const columns: { head: string; ratios: string[] }[] = [];
    for (let size = SMALL * 10; ; size *= 10) {
      const count = Math.min(size, MAX_USERS);
      await filled.fillTo(count);
      columns.push({ head: count.toLocaleString('en'), ratios: await compare(filled, small) });
      if (count === MAX_USERS) break;
    }
    printTable({
      heading: `Growth on ${bench.name}`,
      caption: `The time of a call, divided by its time with ${SMALL.toLocaleString('en')} users. Each user has a session, a grant and a refresh token`,
      head: ['Call, users', ...columns.map(({ head }) => head)],
      rows: operations(undefined).map(([name], row) => [name, ...columns.map(({ ratios }) => ratios[row] ?? '')]),
    });
  } finally {
    await Promise.all([filled.stop(), small.stop()]);
  }
}

export async function printGrowth(): Promise<void> {
  if (!Number.isInteger(MAX_USERS) || MAX_USERS < SMALL)
    throw new Error(`BENCH_USERS must be a number of at least ${SMALL}.`);
  for (const makeDatabase of makeDatabases) await grow(makeDatabase);
}
