import { MongoClient, MongoServerError } from 'mongodb';
import { checkServer } from './check-server.js';

/**
 * Connects to MongoDB and checks that the server responds and supports transactions.
 *
 * @throws Error that names `DATABASE_URL`, without the credentials in it, if the URL is invalid, the server does not
 * respond, or it does not support transactions
 */
export async function connect(url: string, monitored: boolean): Promise<MongoClient> {
  const client = makeClient(url, monitored);
  await reach(client, url);
  try {
    checkServer(await client.db().command({ hello: 1 }), await client.db().command({ buildInfo: 1 }));
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** The time in which each operation has to end, with its repetitions. `timeoutMS=0` in the URL means no limit. */
export function limitOf({ options }: MongoClient): number {
  return options.timeoutMS || NO_LIMIT_MS;
}

/** About 24 days: the longest time that a timer of Node can wait. */
const NO_LIMIT_MS = 2_000_000_000;

/** The operator can set another limit with `timeoutMS` in the URL. */
const TIMEOUT_MS = 5000;

/**
 * If no primary server can be reached for this long, a statement fails. The operator can set another time with
 * `serverSelectionTimeoutMS` in the URL.
 */
const SERVER_SELECTION_TIMEOUT_MS = 5000;

function makeClient(url: string, monitored: boolean): MongoClient {
  let client: MongoClient;
  try {
    client = new MongoClient(url, {
      // A write succeeds only when most servers of the replica set have stored it, so that it survives the loss of any
      // single server.
      writeConcern: { w: 'majority', journal: true },
      ignoreUndefined: true,
      monitorCommands: monitored,
      ...(/[?&]serverSelectionTimeoutMS=/i.test(url) ? {} : { serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS }),
      ...(/[?&]timeoutMS=/i.test(url) ? {} : { timeoutMS: TIMEOUT_MS }),
    });
  } catch (error) {
    throw new Error(`DATABASE_URL is not a MongoDB URL: ${reasonOf(error, url)}.`);
  }
  if (client.options.readPreference.mode !== 'primary') {
    throw new Error(
      'DATABASE_URL must not set a readPreference other than primary, because a secondary may not know yet that a token was revoked.',
    );
  }
  return client;
}

async function reach(client: MongoClient, url: string): Promise<void> {
  try {
    await client.db().command({ ping: 1 });
  } catch (error) {
    await client.close();
    const where = client.options.srvHost ?? client.options.hosts.join(',');
    if (error instanceof MongoServerError && SIGN_IN_FAILED.has(error.code))
      throw new Error(
        `DATABASE_URL: the MongoDB server at ${where} does not accept the user name and the password in the URL. Correct them, or add the authSource parameter if the user belongs to another database.`,
      );
    throw new Error(
      `DATABASE_URL: no MongoDB server responds at ${where}. Check that the server runs and that the URL is correct. The driver reports: ${reasonOf(error, url)}`,
    );
  }
}

const SIGN_IN_FAILED: ReadonlySet<unknown> = new Set([11, 13, 18]);

/**
 * Returns the error message of the driver. Returns a general text instead if the message could contain the user name or
 * the password in the URL.
 */
function reasonOf(error: unknown, url: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const userInfo = url.slice(url.indexOf('//') + 2, Math.max(url.lastIndexOf('@'), 0));
  const parts = userInfo.split(':').filter((part) => part !== '');
  const leaks =
    message.includes(url) || parts.some((part) => message.includes(part) || message.includes(decoded(part)));
  return leaks ? 'the URL is malformed' : message;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
