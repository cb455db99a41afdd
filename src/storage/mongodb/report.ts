import { type Db, type Document, MongoServerError } from 'mongodb';
import type { MongodbReport } from '../../model/server/database.js';

export async function makeReport(db: Db): Promise<MongodbReport> {
  const [buildInfo, status, stats] = await Promise.all([
    db.command({ buildInfo: 1 }),
    ifAllowed(() => db.command({ serverStatus: 1 })),
    ifAllowed(() => db.command({ dbStats: 1 })),
  ]);
  const { w, journal } = db.writeConcern ?? {};
  // The last command, so that its time is as near as possible to the time of the caller.
  const { localTime, hosts } = await db.command({ hello: 1 });
  return {
    kind: 'MONGODB',
    version: String(buildInfo.version),
    now: localTime as Date,
    writeConcern: { w, journal },
    members: (hosts as readonly string[] | undefined)?.length ?? 0,
    isPersistent: status?.storageEngine?.persistent as boolean | undefined,
    freeBytes: stats?.fsTotalSize === undefined ? undefined : stats.fsTotalSize - stats.fsUsedSize,
  };
}

const UNAUTHORIZED = 13;

/** The result of a command, or `undefined` if the user in the URL may not run it. */
async function ifAllowed(command: () => Promise<Document>): Promise<Document | undefined> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === UNAUTHORIZED) return undefined;
    throw error;
  }
}
