import { workerData } from 'node:worker_threads';
import type { Row } from '../../database.js';
import { allRows, type BoundStatement, openConnection } from '../connection.js';
import { failureOf, type Reply } from '../reply.js';
import { serveBatches } from './serve-batches.js';

/** A reader waits for a lock only while another process repairs the index of the waiting changes after a crash. */
const LOCK_WAIT_MS = 5000;

const connection = openConnection(String(workerData), LOCK_WAIT_MS);
connection.file.exec('pragma query_only = on');

serveBatches<BoundStatement, Row[]>(
  (requests, send) => {
    for (const { request } of requests) send([read(request)]);
  },
  () => connection.file.close(),
);

function read(statement: BoundStatement): Reply<Row[]> {
  try {
    return { value: allRows(connection, statement) };
  } catch (error) {
    return failureOf(error);
  }
}
