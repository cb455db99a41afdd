import { type CountedApp, startCountedApp } from './counted-app.js';
import { type BenchDatabase, makeDatabases } from './databases.js';
import { printTable } from './report/print-table.js';
import type { Scenario } from './scenarios/scenario.js';
import { scenarios } from './scenarios.js';

const SHOTS = 3;
/** After this time the last use of a session is stored again, so the most expensive request is counted. */
const SECONDS_BETWEEN_SHOTS = 61;

/** What an operation costs: calls of the store that reach the database, and the commands or statements that they send. */
interface Trips {
  readonly calls: number;
  readonly statements: number;
}

/** The application in this process, and what its store has sent so far. */
interface Counted {
  readonly app: CountedApp;
  readonly sent: () => Trips;
}

async function startCounted(database: BenchDatabase): Promise<Counted> {
  let statements = 0;
  const onStatement = () => {
    statements += 1;
  };
  const app = await startCountedApp(database, { alg: 'ES256', onStatement });
  return { app, sent: () => ({ calls: app.calls.length, statements }) };
}

async function shoot({ app, sent }: Counted, scenario: Scenario): Promise<Trips> {
  app.advance(SECONDS_BETWEEN_SHOTS);
  const [operation] = await scenario.prepare(app.setting, 1, 1);
  if (operation === undefined) throw new Error('a scenario has an operation');
  const before = sent();
  await operation();
  const after = sent();
  return { calls: after.calls - before.calls, statements: after.statements - before.statements };
}

/**
 * The most expensive of several requests. The first two do not count: the first fills the cache and stores the last use
 * of the client's secret, and the second reads that client again.
 */
async function count(counted: Counted, scenario: Scenario): Promise<Trips> {
  await shoot(counted, scenario);
  await shoot(counted, scenario);
  const shots: Trips[] = [];
  for (let shot = 0; shot < SHOTS; shot += 1) shots.push(await shoot(counted, scenario));
  const most = (figure: keyof Trips) => Math.max(...shots.map((trips) => trips[figure]));
  return { calls: most('calls'), statements: most('statements') };
}

/** The round trips of each scenario, on one database. */
export interface RoundTrips {
  readonly name: string;
  readonly counts: readonly Trips[];
}

export async function countRoundTrips(): Promise<RoundTrips[]> {
  const columns: RoundTrips[] = [];
  for (const makeDatabase of makeDatabases) {
    const database = await makeDatabase();
    const counted = await startCounted(database);
    const counts: Trips[] = [];
    for (const scenario of scenarios) counts.push(await count(counted, scenario));
    columns.push({ name: database.name, counts });
    await counted.app.stop();
    await database.drop();
  }
  return columns;
}

export async function printRoundTrips(): Promise<void> {
  const columns = await countRoundTrips();
  printTable({
    heading: 'Round trips to the store',
    caption:
      'For each operation: the budget, the calls of the store that reach the database, and the statements or commands that they send',
    head: ['Operation', 'budget', ...columns.flatMap(({ name }) => [name, `${name}, sent`])],
    rows: scenarios.map(({ name, roundTrips }, row) => [
      name,
      String(roundTrips),
      ...columns.flatMap(({ counts }) => [String(counts[row]?.calls), String(counts[row]?.statements)]),
    ]),
  });
}
