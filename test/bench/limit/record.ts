import { writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { serialize } from 'node:v8';
import type { AsymmetricAlg } from '../../../src/model/server/signing-key.js';
import type { Answer, Shot } from '../contender.js';
import { type CountedApp, startCountedApp } from '../counted-app.js';
import type { Scenario } from '../scenarios/scenario.js';
import { chosenScenarios } from '../scenarios.js';
import { current } from './count-signatures.js';
import { EXCHANGE_HEADER, type Exchange, type Plan } from './plan.js';
import { isRead, repeatable } from './repeatable-statement.js';

/** Records operations of each scenario in a process of its own, on an SQLite file, which the limit then uses. */
const { BENCH_ALG = '', BENCH_FILE = '', BENCH_PLAN = '' } = process.env;

/** As many as there are workers, so that each repeats records of its own. */
const VARIANTS = 16;

const exchanges: Exchange[] = [];
const answered = new WeakSet<Exchange>();

function openExchange(): Exchange {
  return { reads: [], writes: [], lateWrites: [], signatures: [], verifications: [], status: 0, headers: {}, body: '' };
}

/** Runs each request within its exchange, so that its statements and signatures are noted there. */
function wrap(listener: RequestListener): RequestListener {
  return (request, response) => {
    const exchange = exchanges[Number(request.headers[EXCHANGE_HEADER])];
    if (exchange === undefined) return listener(request, response);
    response.once('finish', () => answered.add(exchange));
    current.run(exchange, () => listener(request, response));
  };
}

const app = await startCountedApp(
  { config: { kind: 'sqlite', path: BENCH_FILE } },
  {
    alg: BENCH_ALG as AsymmetricAlg,
    wrap,
    onStatement: (statement) => {
      const exchange = current.getStore();
      if (exchange === undefined) return;
      const place = 1_000_000 + exchanges.length;
      if (isRead(statement)) exchange.reads.push(repeatable(statement, place));
      else (answered.has(exchange) ? exchange.lateWrites : exchange.writes).push(repeatable(statement, place));
    },
  },
);

/** Sends a request, and notes the exchange and the request. */
async function sendNoted({ setting }: CountedApp, shot: Shot, shots: Shot[]): Promise<Answer> {
  const exchange = openExchange();
  const headers = { ...shot.headers, [EXCHANGE_HEADER]: String(exchanges.push(exchange) - 1) };
  const answer = await setting.target.send({ ...shot, headers });
  Object.assign(exchange, { status: shot.expect, headers: sentHeaders(answer), body: answer.text });
  shots.push({ ...shot, headers });
  return answer;
}

/** Node.js adds these itself. */
const OWN_HEADERS = ['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'];

function sentHeaders({ headers }: Answer): Exchange['headers'] {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || OWN_HEADERS.includes(name) ? [] : [[name, value]],
    ),
  );
}

/** The first run of each operation does not count, because it fills caches. */
async function record(scenario: Scenario): Promise<Shot[][]> {
  let shots: Shot[] | undefined;
  const { target } = app.setting;
  const send = (shot: Shot) => (shots === undefined ? target.send(shot) : sendNoted(app, shot, shots));
  const operations = await scenario.prepare({ ...app.setting, target: { ...target, send } }, VARIANTS, 2 * VARIANTS);
  for (const operation of operations) await operation();
  await app.storeEvents();
  const recorded: Shot[][] = [];
  for (const operation of operations) {
    shots = [];
    await operation();
    recorded.push(shots);
    const last = exchanges.at(-1);
    if (last !== undefined) await storeEventsOf(last);
  }
  return recorded;
}

/** Notes the events that are stored after the response. */
async function storeEventsOf(exchange: Exchange): Promise<void> {
  answered.add(exchange);
  await current.run(exchange, () => app.storeEvents());
}

const operations: Record<string, Shot[][]> = {};
for (const scenario of chosenScenarios()) operations[scenario.name] = await record(scenario);
await app.stop();
await writeFile(BENCH_PLAN, serialize({ exchanges, operations } satisfies Plan));
