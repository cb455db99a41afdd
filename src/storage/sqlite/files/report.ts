import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { MEMORY } from '../../../model/config.js';
import type { DatabaseFile, SqliteReport } from '../../../model/server/database.js';
import type { Row } from '../../database.js';
import { allRows, type BoundStatement, type Connection } from '../connection.js';

/** Runs a statement on the connection that writes, whose pragmas decide how durable a commit is. */
type AskWriter = (statement: BoundStatement) => Promise<readonly Row[]>;

export async function makeReport(path: string, connection: Connection, askWriter: AskWriter): Promise<SqliteReport> {
  const read = (text: string) => Object.values(allRows(connection, { text, values: [] })[0] ?? {})[0];
  const [written] = await askWriter({ text: 'pragma synchronous', values: [] });
  return {
    kind: 'SQLITE',
    version: String(read('select sqlite_version()')),
    journalMode: String(read('pragma journal_mode')),
    synchronous: Number(Object.values(written ?? {})[0]),
    ...(path !== MEMORY && { file: await describeFile(path) }),
  };
}

async function describeFile(path: string): Promise<DatabaseFile> {
  const { type, bavail, bsize } = await statfs(dirname(resolve(path)));
  return { path, place: placeOf(type), freeBytes: bavail * bsize };
}

/** The numbers of file systems in Linux (linux/magic.h, statfs(2)). Other systems have other numbers. */
const NETWORK: readonly number[] = [0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x00c36400];
const IN_MEMORY: readonly number[] = [0x01021994, 0x858458f6];
const OVERLAY = 0x794c7630;

export function placeOf(type: number): DatabaseFile['place'] {
  const unsigned = type >>> 0;
  if (NETWORK.includes(unsigned)) return 'NETWORK';
  if (IN_MEMORY.includes(unsigned)) return 'MEMORY';
  return unsigned === OVERLAY ? 'CONTAINER' : 'DISK';
}
