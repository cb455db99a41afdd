/*
 * This folder asks the running server for its checks, on behalf of `npm run doctor`. It sends an API key only to a server
 * that has proven itself. To understand this folder, read `askRunningServer` first.
 */

import { isNativeError } from 'node:util/types';
import { newSecret } from '../../../keys/secrets.js';
import type { Deps, Fetch } from '../../../model/deps.js';
import { StoreUnavailableError } from '../../../model/errors.js';
import { createApiKey, deleteApiKey } from '../../api-keys/api-key-create.js';
import { systemCaller } from '../../caller-authentication.js';
import type { CheckState } from '../finding.js';
import { ownUrls } from '../own-urls.js';
import type { SetupCheck } from '../setup-checks.js';
import type { SetupSurroundings } from '../surroundings.js';
import { isServerProof } from './server-proof.js';

/** Whether the server that uses this database runs, and its checks if it answered. */
export interface ServerAnswer {
  readonly state: CheckState;
  readonly message: string;
  readonly checks?: readonly SetupCheck[];
}

const QUERY = '{ server { version checks { id state message documentation } } }';
const FIND_TIMEOUT_MS = 3_000;
const ASK_TIMEOUT_MS = 10_000;
/** The key is deleted at once. It expires by itself if the process is killed. */
const KEY_SECONDS = 60;

/**
 * Asks the running server for its checks, by its public URL if possible, because such a request shows what the proxy
 * sends. The request has an API key that may only read settings, and that is deleted afterwards. At the port of the
 * server, another program could listen: it gets no key, because it cannot prove that it has the `SECRET_KEY`.
 */
export async function askRunningServer(deps: Deps, { fetchOwn }: SetupSurroundings): Promise<ServerAnswer> {
  const urls = ownUrls(deps.config);
  const found = fetchOwn && (await findServer(deps, fetchOwn, urls));
  if (fetchOwn === undefined || found === undefined)
    return {
      state: 'UNKNOWN',
      message: `No running server answers at ${urls.join(' or ')}. Start it, and run the command again with the settings of the server: PROXY, JOBS and PUBLIC_URL are those of a running server.`,
    };
  const { url, isProven } = found;
  if (!isProven)
    return {
      state: 'FAILED',
      message: `The program at ${url} has the address of the server, but does not prove that it has the SECRET_KEY. It is another program, runs another version, or this command has other settings. Restart the server, and run the command with its settings.`,
    };
  try {
    return await askWithKey(deps, fetchOwn, url);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    const reason = isNativeError(error.cause) ? ` (${error.cause.message.replace(/\.$/, '')})` : '';
    return {
      state: 'UNKNOWN',
      message: `The server at ${url} could not be asked, because the database accepts no API key${reason}. See DISK_SPACE and DATABASE.`,
    };
  }
}

async function askWithKey(deps: Deps, fetch: Fetch, url: string): Promise<ServerAnswer> {
  const input = { name: 'npm run doctor', permissions: ['issuers:read'], expiresIn: KEY_SECONDS };
  const { apiKey, key } = await createApiKey(deps, systemCaller, input);
  try {
    return await ask(fetch, url, key);
  } finally {
    await deleteApiKey(deps, systemCaller, { id: apiKey.id });
  }
}

interface FoundServer {
  readonly url: string;
  /** Whether it is the server with this `SECRET_KEY`. No key is sent to another one. */
  readonly isProven: boolean;
}

/**
 * Returns the first of the URLs at which a server with this issuer answers and is proven, or else the first at which one
 * answers.
 */
async function findServer(deps: Deps, fetch: Fetch, urls: readonly string[]): Promise<FoundServer | undefined> {
  let found: FoundServer | undefined;
  for (const url of urls) {
    const metadata = await fetchJson(fetch, `${url}/.well-known/openid-configuration`);
    if (metadata?.issuer !== deps.config.issuer) continue;
    if (await isProven(deps, fetch, url)) return { url, isProven: true };
    found ??= { url, isProven: false };
  }
  return found;
}

/** TLS proves a server with an https URL. At an http URL, any program of this machine could listen. */
async function isProven({ keys, random }: Deps, fetch: Fetch, url: string): Promise<boolean> {
  const { protocol, port } = new URL(url);
  if (protocol === 'https:') return true;
  const expected = { challenge: newSecret(random), port: Number(port === '' ? HTTP_PORT : port) };
  const answer = await fetchJson(fetch, `${url}/health/proof?challenge=${expected.challenge}`);
  return isServerProof(keys, expected, answer?.proof);
}

const HTTP_PORT = 80;

async function fetchJson(fetch: Fetch, url: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FIND_TIMEOUT_MS) });
    const found: unknown = await response.json();
    return typeof found === 'object' && found !== null ? { ...found } : undefined;
  } catch {
    return undefined;
  }
}

async function ask(fetch: Fetch, url: string, key: string): Promise<ServerAnswer> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: QUERY }),
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    });
    if (response.status === 401)
      return {
        state: 'FAILED',
        message: `The server at ${url} does not know an API key of this database, so it uses another database. Give this command the DATABASE_URL of the server.`,
      };
    const { data } = (await response.json()) as { data?: { server?: { version: string; checks: SetupCheck[] } } };
    if (data?.server === undefined || data.server === null)
      return {
        state: 'FAILED',
        message: `The server at ${url} does not know the query (status ${response.status}). It probably runs another version: restart it.`,
      };
    const { version, checks } = data.server;
    return { state: 'OK', message: `Passgraph ${version} runs and answers at ${url}.`, checks };
  } catch (error) {
    const reason = isNativeError(error) ? error.message : String(error);
    return {
      state: 'FAILED',
      message: `The server at ${url} did not answer the query: ${reason}. See its log.`,
    };
  }
}
