import { createHmac, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { EXCHANGE_HEADER, type Exchange, type Plan, type PlannedSignature, type PlannedStatement } from './plan.js';

/** A bare server that repeats recorded exchanges. */
const { BENCH_PORT = '', BENCH_FILE = '', BENCH_PLAN = '' } = process.env;
const { exchanges } = deserialize(readFileSync(BENCH_PLAN)) as Plan;

const database = new DatabaseSync(BENCH_FILE, { readOnly: true });
const prepared = new Map<string, StatementSync>();

function read({ text, values }: PlannedStatement): void {
  let statement = prepared.get(text);
  if (statement === undefined) {
    statement = database.prepare(text);
    statement.setReturnArrays(true);
    prepared.set(text, statement);
  }
  statement.all(...values);
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const KEYS: Readonly<Record<string, KeyPair>> = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: generateKeyPairSync('rsa', { modulusLength: 3072 }),
  EdDSA: generateKeyPairSync('ed25519'),
};
const SECRET = randomBytes(32);
const DATA = randomBytes(65_536);
const signInThreadPool = promisify(sign);

function keysOf(alg: string): KeyPair {
  const keys = KEYS[alg];
  if (keys === undefined) throw new Error(`The limit knows no algorithm ${alg}.`);
  return keys;
}

/** As Passgraph does it, RSA keys sign in another thread. */
async function makeSignature({ alg, bytes }: PlannedSignature): Promise<Buffer> {
  const data = DATA.subarray(0, bytes);
  if (alg === 'HS256') return createHmac('sha256', SECRET).update(data).digest();
  const { privateKey } = keysOf(alg);
  if (alg === 'RS256') return signInThreadPool('sha256', data, privateKey);
  return sign(alg === 'EdDSA' ? null : 'sha256', data, privateKey);
}

const madeBefore = new Map<string, Buffer>();
for (const signature of exchanges.flatMap(({ verifications }) => verifications))
  madeBefore.set(JSON.stringify(signature), await makeSignature(signature));

function verifySignature(signature: PlannedSignature): void {
  const { alg, bytes } = signature;
  const data = DATA.subarray(0, bytes);
  const made = madeBefore.get(JSON.stringify(signature)) as Buffer;
  const isValid =
    alg === 'HS256'
      ? createHmac('sha256', SECRET).update(data).digest().equals(made)
      : verify(alg === 'EdDSA' ? null : 'sha256', data, keysOf(alg).publicKey, made);
  if (!isValid) throw new Error('A signature of the limit is wrong.');
}

/** The writes of each exchange, then those after its response. */
const writes = exchanges.flatMap((exchange) => [exchange.writes, exchange.lateWrites]);
const writer = new Worker(new URL('limit-writer.js', import.meta.url), {
  workerData: { file: BENCH_FILE, writes },
  execArgv: [],
});
let waiting: { readonly place: number; readonly done: () => void }[] = [];
let committing: (() => void)[] = [];

function write(place: number): Promise<void> | undefined {
  if (writes[place]?.length === 0) return undefined;
  return new Promise((done) => {
    waiting.push({ place, done });
    if (committing.length === 0 && waiting.length === 1) setImmediate(sendWaiting);
  });
}

function sendWaiting(): void {
  if (waiting.length === 0 || committing.length > 0) return;
  const batch = waiting;
  waiting = [];
  committing = batch.map(({ done }) => done);
  writer.postMessage(batch.map(({ place }) => place));
}

writer.on('message', () => {
  const done = committing;
  committing = [];
  for (const settle of done) settle();
  sendWaiting();
});

async function answer(place: number, exchange: Exchange, response: ServerResponse): Promise<void> {
  for (const statement of exchange.reads) read(statement);
  for (const signature of exchange.verifications) verifySignature(signature);
  for (const signature of exchange.signatures) await makeSignature(signature);
  await write(2 * place);
  const headers = { ...exchange.headers, 'content-length': Buffer.byteLength(exchange.body) };
  response.writeHead(exchange.status, headers).end(exchange.body);
  void write(2 * place + 1);
}

async function bodyOf(request: IncomingMessage): Promise<void> {
  for await (const _chunk of request);
}

createServer(async (request, response) => {
  await bodyOf(request);
  const place = Number(request.headers[EXCHANGE_HEADER] ?? Number.NaN);
  const exchange = exchanges[place];
  if (exchange === undefined) response.end();
  else await answer(place, exchange, response);
}).listen(Number(BENCH_PORT), 'localhost');
