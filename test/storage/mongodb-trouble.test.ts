import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import {
  type BulkWriteResult,
  MongoBulkWriteError,
  MongoNetworkError,
  MongoOperationTimeoutError,
  MongoServerError,
} from 'mongodb';
import type { Database } from '../../src/storage/database.js';
import { auditEvents } from '../../src/storage/entities/log/audit-events.js';
import { limitOperations } from '../../src/storage/mongodb/trouble.js';

const LIMIT_MS = 10_000;
const NO_RESULT = { getWriteConcernError: () => undefined } as unknown as BulkWriteResult;

/** How the driver reports an error of its own during an insertion of several documents: without its cause. */
const wrapped = (error: Error) => new MongoBulkWriteError(error as MongoServerError, NO_RESULT);
const ofSystem = (code: string) => Object.assign(new Error('This socket has been ended by the other party'), { code });

/** What an insertion that fails with `error` throws to its caller. */
const thrownFor = async (error: Error) => {
  const database = { insertAbsent: () => Promise.reject(error) } as unknown as Database;
  return limitOperations(database, LIMIT_MS)
    .insertAbsent(auditEvents, [])
    .catch((thrown: unknown) => thrown);
};

/** What Node reports if a program writes to a connection that the other side has closed. */
const writeToClosed = async (): Promise<Error> => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').resume();
  await once(client, 'end');
  const failed = once(client, 'error');
  client.write('a command');
  const [error] = await failed;
  server.close();
  return error;
};

describe('An insertion into MongoDB', () => {
  it('that is written to a connection which the server has closed is reported as unavailable', async () => {
    const error = await writeToClosed();
    expect(await thrownFor(error)).toMatchObject({ name: 'StoreUnavailableError', outcome: 'unknown', cause: error });
  });

  it.each([
    ['a socket that the server has closed', ofSystem('EPIPE')],
    ['a connection that was reset', ofSystem('ECONNRESET')],
    ['a stream that the driver has destroyed', ofSystem('ERR_STREAM_DESTROYED')],
    ['a time limit', new MongoOperationTimeoutError('Timed out during socket read (1349ms)')],
    ['a time limit of a batch', wrapped(new MongoOperationTimeoutError('Timed out during socket read (1349ms)'))],
    ['a lost connection of a batch', wrapped(new MongoNetworkError('connection 3 to 127.0.0.1:27017 closed'))],
    ['a closed socket of a batch', wrapped(ofSystem('EPIPE'))],
  ])('that fails because of %s is reported as unavailable, with an unknown outcome', async (_, error) => {
    expect(await thrownFor(error)).toMatchObject({ name: 'StoreUnavailableError', outcome: 'unknown', cause: error });
  });

  it('that the server refused because its disk is full is reported as unavailable, and has written nothing', async () => {
    const full = new MongoServerError({ message: 'disk full', code: 14031 });
    expect(await thrownFor(full)).toMatchObject({ name: 'StoreUnavailableError', outcome: 'none' });
  });

  it.each([
    ['a mistake of the program', new TypeError('Cannot read properties of undefined')],
    ['a mistake in a command', new MongoServerError({ message: 'unknown operator: $x', code: 2 })],
    ['a system error that has nothing to do with connections', ofSystem('ENOENT')],
  ])('that fails because of %s is reported as it is', async (_, error) => {
    expect(await thrownFor(error)).toBe(error);
  });
});
