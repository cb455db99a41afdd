import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { AuditEventType } from '../../src/model/log/audit-event.js';
import { type Entrant, entrant } from './compare.js';
import type { Contender } from './contender.js';
import type { Cost } from './measure.js';
import type { Scenario, Setting } from './scenarios/scenario.js';

/** A run whose events must be in the log. */
interface Run extends Pick<Cost, 'began' | 'ended'> {
  readonly scenario: Scenario;
  readonly count: number;
}

/** Events of one type that a run must have left. */
interface Expected {
  readonly run: Run;
  readonly type: AuditEventType;
  readonly events: number;
}

/** Passgraph in a comparison. */
export interface AuditedEntrant extends Entrant {
  /**
   * Exports the audit log with `export-audit`, counts the events of each run, and verifies it with `verify-audit`.
   *
   * @throws Error if an operation has left no event, or if the log is not proven
   */
  check(): Promise<void>;
}

/** Events are stored at most a second after the response. On MongoDB, they get their numbers later. */
const ATTEMPTS = 30;
const PAUSE_MS = 1000;

export function auditedEntrant(setting: Setting<Contender>): AuditedEntrant {
  const { run } = entrant(setting);
  const runs: Run[] = [];
  return {
    run: async (scenario, count) => {
      const cost = await run(scenario, count);
      if (cost !== undefined) runs.push({ scenario, count, began: cost.began, ended: cost.ended });
      return cost;
    },
    check: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'passgraph-audit-'));
      try {
        await checkRuns(setting, runs, folder);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}

async function checkRuns(setting: Setting<Contender>, runs: readonly Run[], folder: string): Promise<void> {
  const [file, keys] = [join(folder, 'audit.jsonl'), join(folder, 'keys.json')];
  for (let attempt = 1; ; attempt += 1) {
    await passgraphAdmin(setting, 'export-audit', file, '--keys', keys);
    const missing = await findMissing(file, runs);
    if (missing.length === 0) break;
    if (attempt === ATTEMPTS) throw new Error(`The audit log does not fit the operations:\n${missing.join('\n')}`);
    await setTimeout(PAUSE_MS);
  }
  console.log((await passgraphAdmin(setting, 'verify-audit', file, '--key', keys)).trim());
}

const BIN = 'packages/admin/bin/passgraph-admin.js';

/** Runs a command, and returns what it prints. Throws if the command fails, for example because an event was changed. */
async function passgraphAdmin({ target, passgraph }: Setting, ...words: string[]): Promise<string> {
  const env = { ...process.env, PASSGRAPH_URL: target.origin, PASSGRAPH_API_KEY: passgraph?.apiKey };
  return (await promisify(execFile)(process.execPath, [BIN, ...words], { env })).stdout;
}

/** Counts the events of each run. Returns a sentence for each type of which there are more or fewer than expected. */
async function findMissing(file: string, runs: readonly Run[]): Promise<string[]> {
  const expected = runs.flatMap((run): Expected[] =>
    Object.entries(run.scenario.events).map(([type, each]) => ({
      run,
      type: type as AuditEventType,
      events: each * run.count,
    })),
  );
  const found = new Map<Expected, number>();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { type, at } = JSON.parse(line) as { type?: string; at?: string };
    const time = Date.parse(at ?? '');
    const of = expected.find(({ run, type: wanted }) => wanted === type && run.began <= time && time <= run.ended);
    if (of !== undefined) found.set(of, (found.get(of) ?? 0) + 1);
  }
  return expected
    .filter((of) => found.get(of) !== of.events)
    .map((of) => `${of.run.scenario.name}: ${found.get(of) ?? 0} events ${of.type} instead of ${of.events}`);
}
