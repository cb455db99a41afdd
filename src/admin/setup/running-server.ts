import { isNativeError } from 'node:util/types';
import type { Deps, Fetch } from '../../model/deps.js';
import { createApiKey, deleteApiKey } from '../api-keys/api-key-create.js';
import { systemCaller } from '../caller-authentication.js';
import type { CheckState } from './finding.js';
import { ownUrls } from './own-urls.js';
import type { SetupCheck } from './setup-checks.js';
import type { SetupSurroundings } from './surroundings.js';

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
 * sends. The request has an API key that may only read settings, and that is deleted afterwards.
 */
export async function askRunningServer(deps: Deps, { fetchOwn }: SetupSurroundings): Promise<ServerAnswer> {
  const urls = ownUrls(deps.config);
  const url = fetchOwn && (await findServer(fetchOwn, deps.config.issuer, urls));
  if (fetchOwn === undefined || url === undefined)
    return {
      state: 'UNKNOWN',
      message: `No running server answers at ${urls.join(' or ')}. Start it, and run the command again with the settings of the server: PROXY, JOBS and PUBLIC_URL are those of a running server.`,
    };
  const input = { name: 'npm run doctor', permissions: ['issuers:read'], expiresIn: KEY_SECONDS };
  const { apiKey, key } = await createApiKey(deps, systemCaller, input);
  try {
    return await ask(fetchOwn, url, key);
  } finally {
    await deleteApiKey(deps, systemCaller, { id: apiKey.id });
  }
}

/** Returns the first of the URLs at which a server with this issuer answers. No key is sent to another server. */
async function findServer(fetch: Fetch, issuer: string, urls: readonly string[]): Promise<string | undefined> {
  for (const url of urls) {
    const signal = AbortSignal.timeout(FIND_TIMEOUT_MS);
    const metadata = await fetch(`${url}/.well-known/openid-configuration`, { signal })
      .then((response) => response.json())
      .catch(() => undefined);
    if ((metadata as { issuer?: unknown } | undefined)?.issuer === issuer) return url;
  }
  return undefined;
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
