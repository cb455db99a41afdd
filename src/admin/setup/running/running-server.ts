/*
 * This folder asks the running server for its checks, on behalf of `npm run doctor`. Question and answer are encrypted with
 * the `SECRET_KEY`. To understand this folder, read `askRunningServer` first.
 */

import { newSecret } from '../../../keys/secrets.js';
import type { Deps, Fetch } from '../../../model/deps.js';
import type { CheckState } from '../finding.js';
import { ownUrls } from '../own-urls.js';
import type { SetupCheck } from '../setup-checks.js';
import type { SetupSurroundings } from '../surroundings.js';
import { openAnswer, sealRequest } from './sealed-checks.js';

/** Whether the server that uses this database runs, and its checks if it answered. */
export interface ServerAnswer {
  readonly state: CheckState;
  readonly message: string;
  readonly checks?: readonly SetupCheck[];
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 100_000;

/** A proxy answers so in place of a server that is stopped. */
const WITHOUT_SERVER: readonly number[] = [502, 503, 504];

/**
 * Asks the running server for its checks, by its public URL if possible, because such a request shows what the proxy
 * sends. Another program that has the address of the server learns nothing and can invent nothing, because it lacks the
 * `SECRET_KEY`.
 */
export async function askRunningServer(deps: Deps, { fetchOwn }: SetupSurroundings): Promise<ServerAnswer> {
  const urls = ownUrls(deps.config);
  let other: ServerAnswer | undefined;
  for (const url of urls) {
    const answer = fetchOwn && (await ask(deps, fetchOwn, url));
    if (answer?.checks !== undefined) return answer;
    other ??= answer;
  }
  return (
    other ?? {
      state: 'UNKNOWN',
      message: `No running server answers at ${urls.join(' or ')}. Start it, and run the command again with the settings of the server: PROXY, JOBS and PUBLIC_URL are those of a running server.`,
    }
  );
}

async function ask(deps: Deps, fetch: Fetch, url: string): Promise<ServerAnswer | undefined> {
  const challenge = newSecret(deps.random);
  const received = await send(fetch, `${url}/health/checks`, sealRequest(deps, challenge));
  if (received === undefined || WITHOUT_SERVER.includes(received.status)) return undefined;
  const answer = openAnswer(deps, received.body, challenge);
  if (answer === undefined)
    return {
      state: 'FAILED',
      message: `The program at ${url} has the address of the server, but does not prove that it has the SECRET_KEY (status ${received.status}). It is another program, runs another version, or this command has other settings or another clock. Restart the server, and run the command with its settings.`,
    };
  const { version, checks } = answer;
  return { state: 'OK', message: `Passgraph ${version} runs and answers at ${url}.`, checks };
}

/** Returns `undefined` if nothing answers. */
async function send(
  fetch: Fetch,
  url: string,
  body: object,
): Promise<{ readonly status: number; readonly body?: unknown } | undefined> {
  let status: number | undefined;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      maxBytes: MAX_ANSWER_BYTES,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = response.status;
    return { status, body: await response.json() };
  } catch {
    return status === undefined ? undefined : { status };
  }
}
