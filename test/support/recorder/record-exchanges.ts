import { channel } from 'node:diagnostics_channel';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect } from '@jest/globals';
import { type Exchange, makeExchange } from './exchange.js';

/**
 * Records what the tests of one file exchange with servers of ours in the same process, if RECORD_EXCHANGES names a
 * folder. Jest runs this before each test file. `compare-exchanges.ts` compares two such folders.
 */
const folder = process.env.RECORD_EXCHANGES;
if (folder !== undefined && folder !== '') recordInto(folder);

interface Slot {
  exchange?: Exchange;
}

function recordInto(folder: string): void {
  const recorded: Record<string, Slot[]> = {};
  /** What happens between two tests belongs to the next one: a describe block prepares its first test. */
  let between: Slot[] = [];
  let current: Slot[] = between;

  function observe(message: unknown): void {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const slot: Slot = {};
    current.push(slot);
    readExchange(request, response, (exchange) => {
      slot.exchange = exchange;
    });
  }
  channel('http.server.request.start').subscribe(observe);

  beforeEach(() => {
    const name = testName();
    const before = between.splice(0);
    if (before.length > 0) recorded[`before: ${name}`] = before;
    recorded[name] ??= [];
    current = recorded[name];
  });
  afterEach(() => {
    current = between = [];
  });
  afterAll(() => {
    channel('http.server.request.start').unsubscribe(observe);
    writeRecording(folder, recorded);
  });
}

function testName(): string {
  return expect.getState().currentTestName ?? '';
}

/** The answer is complete when `end` is called: the test that waits for it has not gone on yet. */
function readExchange(request: IncomingMessage, response: ServerResponse, done: (exchange: Exchange) => void): void {
  const sent: Buffer[] = [];
  const answered: Buffer[] = [];
  const { emit } = request;
  request.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    if (event === 'data') sent.push(Buffer.from(args[0] as Buffer));
    return Reflect.apply(emit, request, [event, ...args]);
  };
  const { write, end } = response;
  response.write = ((...args: unknown[]) => {
    keepChunk(answered, args);
    return Reflect.apply(write, response, args);
  }) as typeof write;
  response.end = ((...args: unknown[]) => {
    keepChunk(answered, args);
    const ended = Reflect.apply(end, response, args);
    // Express gives each response its application; servers that tests play have none.
    if ('app' in response) {
      done(makeExchange(request, Buffer.concat(sent).toString(), response, Buffer.concat(answered)));
    }
    return ended;
  }) as typeof end;
}

/** The first argument of `write` and `end` may be a callback instead. */
function keepChunk(chunks: Buffer[], [chunk, encoding]: readonly unknown[]): void {
  if (typeof chunk === 'string')
    chunks.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'));
  if (ArrayBuffer.isView(chunk)) chunks.push(Buffer.from(chunk as Uint8Array));
}

const TESTS = fileURLToPath(new URL('../../', import.meta.url));

function writeRecording(folder: string, recorded: Record<string, Slot[]>): void {
  const exchanges = Object.entries(recorded).map(
    ([name, slots]) => [name, slots.flatMap(({ exchange }) => exchange ?? [])] as const,
  );
  const kept = exchanges.filter(([, all]) => all.length > 0);
  if (kept.length === 0) return;
  const file = relative(TESTS, expect.getState().testPath ?? '')
    .replaceAll(/[/\\]/g, '-')
    .replace(/\.js$/, '.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), `${JSON.stringify(Object.fromEntries(kept), null, 1)}\n`);
}
