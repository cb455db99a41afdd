import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import pMap from 'p-map';
import type { DatabaseConfig } from '../../src/model/config.js';
import { openStore } from '../../src/storage/open-store.js';
import { callGraphql } from '../bench/call-graphql.js';
import { startServer } from '../bench/settings.js';
import { ownMongodbDatabase } from '../support/own-mongodb.js';
import { describeOnMongodb, fileDatabase, type TestDatabase } from '../support/stores.js';

const WRITER = fileURLToPath(new URL('../support/write-until-killed.js', import.meta.url));
/** Each test kills as often as it can in this time, so that all of them together stay below 15 minutes. */
const BUDGET_MS = 60_000;
const MIN_ROUNDS = 3;
const WRITERS = 8;

function* roundsInBudget(): Generator<number> {
  const end = performance.now() + BUDGET_MS;
  for (let round = 0; round < MIN_ROUNDS || performance.now() < end; round += 1) yield round;
}

function placeOf(database: DatabaseConfig): string {
  return database.kind === 'sqlite' ? database.path : database.url;
}

function urlOf(database: DatabaseConfig): string {
  return database.kind === 'sqlite' ? `sqlite:${database.path}` : database.url;
}

/** Kills a writer after a number of keys, and returns the keys that were acknowledged. */
async function writeUntilKilled(database: DatabaseConfig, prefix: string, count: number): Promise<string[]> {
  const words = ['--no-warnings', WRITER, database.kind, placeOf(database), prefix];
  const writer = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(writer, 'exit');
  const acknowledged: string[] = [];
  for await (const line of createInterface(writer.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length === count) writer.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}

const CREATE = 'mutation ($id: ID!) { createGroup(input: { id: $id, name: "Group" }) { group { id } } }';
const FIND = 'query ($id: ID!) { group(id: $id) { id } }';

/** Creates groups over the API until the server is killed, and returns those that were acknowledged. */
async function createUntilKilled(url: string, secretKey: string, prefix: string): Promise<string[]> {
  const { contender, key } = await startServer(url, { secretKey });
  const acknowledged: string[] = [];
  let killed = false;
  const write = async (worker: number) => {
    for (let index = 0; ; index += 1) {
      const id = `${prefix}-${worker}-${index}`;
      await callGraphql(contender, key, CREATE, { id });
      acknowledged.push(id);
    }
  };
  // Each writer ends with the request that was in progress. An error before the kill is a failure.
  const untilKilled = (worker: number) =>
    write(worker).catch((error: unknown) => {
      if (!killed) throw error;
    });
  const writers = Promise.all(Array.from({ length: WRITERS }, (_, worker) => untilKilled(worker)));
  const count = randomInt(1, 60);
  const untilCount = async () => {
    while (acknowledged.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  await Promise.race([writers, untilCount()]);
  killed = true;
  await contender.kill();
  await writers;
  return acknowledged;
}

function kills(makeDatabase: () => Promise<TestDatabase>): void {
  it('loses no acknowledged write if the process that writes is killed.', async () => {
    const database = await makeDatabase();
    const inAnHour = new Date(Date.now() + 3_600_000);
    for (const round of roundsInBudget()) {
      const acknowledged = await writeUntilKilled(database.config, `round-${round}`, randomInt(1, 300));
      expect(acknowledged.length).toBeGreaterThan(0);
      const store = await openStore(database.config);
      for (const key of acknowledged) expect([key, await store.usedOnce.take(key, inAnHour)]).toEqual([key, false]);
      await store.close();
    }
    await database.drop();
  });

  it('loses nothing that the API has answered if the server is killed, and starts again.', async () => {
    const database = await makeDatabase();
    const url = urlOf(database.config);
    const secretKey = randomBytes(32).toString('base64url');
    const acknowledged: string[] = [];
    for (const round of roundsInBudget()) {
      acknowledged.push(...(await createUntilKilled(url, secretKey, `round-${round}`)));
    }
    expect(acknowledged.length).toBeGreaterThan(MIN_ROUNDS);
    const { contender, key } = await startServer(url, { secretKey });
    const found = await pMap(acknowledged, (id) => callGraphql(contender, key, FIND, { id }), { concurrency: WRITERS });
    expect(found).toEqual(acknowledged.map((id) => ({ group: { id } })));
    await contender.kill();
    await database.drop();
  });
}

describe('SQLite in a file', () => kills(fileDatabase));
describeOnMongodb('MongoDB', () => kills(ownMongodbDatabase));
