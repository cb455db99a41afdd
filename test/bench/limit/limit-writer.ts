import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { PlannedStatement } from './plan.js';

/** The thread that writes: one transaction for all writes that have arrived together. */
const { file, writes } = workerData as { file: string; writes: readonly (readonly PlannedStatement[])[] };
const database = new DatabaseSync(file);
database.exec('pragma journal_mode = wal; pragma synchronous = full;');
const prepared = new Map<string, StatementSync>();

function run({ text, values }: PlannedStatement): void {
  let statement = prepared.get(text);
  if (statement === undefined) {
    statement = database.prepare(text);
    prepared.set(text, statement);
  }
  statement.run(...values);
}

const begin = database.prepare('begin immediate');
const commit = database.prepare('commit');
/** Each transaction stores the end of the audit log. */
const setHead = database.prepare('update audit_heads set sequence = sequence + 1');

parentPort?.on('message', (batch: readonly number[]) => {
  begin.run();
  for (const place of batch) for (const statement of writes[place] ?? []) run(statement);
  setHead.run();
  commit.run();
  parentPort?.postMessage(batch.length);
});
