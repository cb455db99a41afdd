import { users } from '../../../src/storage/entities/people/users.js';
import { openTable } from '../../../src/storage/table.js';
import { aUser } from '../../storage/records.js';
import { callGraphql } from '../call-graphql.js';
import { type BenchDatabase, makeDatabases, openDatabase } from '../databases.js';
import { median } from '../report/median.js';
import { printTable } from '../report/print-table.js';
import { startServer } from '../settings.js';

/** The number of users in the list. */
const USERS = Number(process.env.BENCH_USERS ?? 1_000_000);
const PAGE = 100;
const BATCH = 500;
const ROUNDS = 101;

const QUERY = `query ($after: String) {
  users(first: ${PAGE}, after: $after) { edges { node { id username email } } pageInfo { endCursor } }
}`;

interface Answer {
  readonly users: { readonly edges: readonly unknown[]; readonly pageInfo: { readonly endCursor: string } };
}

type Server = Awaited<ReturnType<typeof startServer>>;

async function read({ contender, key }: Server, after: string | undefined): Promise<string> {
  const { users } = await callGraphql<Answer>(contender, key, QUERY, { after });
  if (users.edges.length !== PAGE) throw new Error('The page is incomplete.');
  return users.pageInfo.endCursor;
}

async function fill(bench: BenchDatabase): Promise<void> {
  const database = await openDatabase(bench);
  const table = openTable(database, users);
  for (let made = 0; made < USERS; made += BATCH) {
    const name = (place: number) => `user-${String(made + place).padStart(7, '0')}`;
    const batch = Array.from({ length: BATCH }, (_, place) =>
      aUser({ username: name(place), name: name(place), email: `${name(place)}@example.com` }),
    );
    await table.insertAbsent(batch);
  }
  await database.close();
}

/** The time of the last page divided by the time of the first, over HTTP. The two take turns; the median counts. */
async function measure(makeDatabase: () => Promise<BenchDatabase>): Promise<readonly string[]> {
  const bench = await makeDatabase();
  await fill(bench);
  const server = await startServer(bench.url);
  try {
    const last = USERS / PAGE;
    let cursor = await read(server, undefined);
    for (let page = 2; page < last; page += 1) cursor = await read(server, cursor);
    const ratios: number[] = [];
    const timed = async (after: string | undefined): Promise<number> => {
      const began = performance.now();
      await read(server, after);
      return performance.now() - began;
    };
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = await timed(undefined);
      ratios.push((await timed(cursor)) / first);
    }
    return [bench.name, USERS.toLocaleString('en'), last.toLocaleString('en'), median(ratios).toFixed(2)];
  } finally {
    await server.contender.stop();
    await bench.drop();
  }
}

/** Compares the last page of the list of users with the first. */
export async function printPages(): Promise<void> {
  if (!Number.isInteger(USERS / BATCH) || USERS < 2 * BATCH)
    throw new Error(`BENCH_USERS must be a multiple of ${BATCH}.`);
  const rows: (readonly string[])[] = [];
  for (const makeDatabase of makeDatabases) rows.push(await measure(makeDatabase));
  printTable({
    heading: 'The last page of a list',
    caption: 'Pages of users over GraphQL: the time of the last page, divided by the time of the first',
    head: ['Database', 'users', 'page', 'ratio'],
    rows,
  });
}
