import { MongoClient } from 'mongodb';

/**
 * A client that has reached its server.
 *
 * @throws Error whose message names `DATABASE_URL`, without its credentials, if the URL or the server is unusable
 */
export async function connect(url: string, monitored: boolean): Promise<MongoClient> {
  const client = makeClient(url, monitored);
  await reach(client, url);
  return client;
}

/** How long a statement waits for a primary, unless the URL says otherwise. */
const SERVER_SELECTION_TIMEOUT_MS = 5000;

function makeClient(url: string, monitored: boolean): MongoClient {
  let client: MongoClient;
  try {
    client = new MongoClient(url, {
      // An acknowledged write survives the loss of a server, even of the primary.
      writeConcern: { w: 'majority', journal: true },
      ignoreUndefined: true,
      monitorCommands: monitored,
      ...(/[?&]serverSelectionTimeoutMS=/i.test(url) ? {} : { serverSelectionTimeoutMS: SERVER_SELECTION_TIMEOUT_MS }),
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
    throw new Error(`DATABASE_URL: no MongoDB responds at ${where}: ${reasonOf(error, url)}`);
  }
}

/** The driver's message, unless it could contain part of the credentials in the URL. */
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
