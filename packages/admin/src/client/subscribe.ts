import { AdminRequestError, type AdminRequestErrorCode } from './admin-request-error.js';
import { type AdminClientOptions, dataOf, type GraphqlBody, readBody, sendRequest } from './send-operation.js';
import { readServerSentEvents } from './server-sent-events.js';

export interface SubscribeOptions {
  /** Ends the stream when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** The server sends something at least every 15 seconds. If nothing comes for this long, the connection is broken. */
const SILENCE_MS = 45_000;
const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;

/** Errors after which the same request can succeed later. */
const PASSING: ReadonlySet<AdminRequestErrorCode> = new Set(['UNREACHABLE', 'UNAVAILABLE', 'RATE_LIMITED']);

/** A stream and how far it has come. */
interface Progress {
  lastEventId: string | undefined;
  hasBegun: boolean;
  failures: number;
}

/**
 * Runs a subscription, and yields the `data` of each event. If the connection breaks, it connects again and continues
 * after the last event, so each event comes once.
 *
 * @throws AdminRequestError if the first connection fails, or if the server refuses to continue
 */
export async function* subscribe(
  options: AdminClientOptions,
  query: string,
  variables: object,
  { signal }: SubscribeOptions = {},
): AsyncGenerator<unknown, void, void> {
  const progress: Progress = { lastEventId: undefined, hasBegun: false, failures: 0 };
  while (signal?.aborted !== true) {
    try {
      if (yield* readOnce(options, { query, variables }, progress, signal)) return;
    } catch (error) {
      if (signal?.aborted) return;
      if (!progress.hasBegun || !canContinue(options, error)) throw error;
    }
    progress.failures += 1;
    await pause(Math.min(SHORTEST_PAUSE_MS * 2 ** (progress.failures - 1), LONGEST_PAUSE_MS), signal);
  }
}

/** Reads one connection to its end. Returns whether the subscription is complete. */
async function* readOnce(
  options: AdminClientOptions,
  operation: { readonly query: string; readonly variables: object },
  progress: Progress,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, boolean, void> {
  const connection = new AbortController();
  const abort = () => connection.abort();
  signal?.addEventListener('abort', abort);
  let silence = setTimeout(abort, SILENCE_MS);
  try {
    const response = await sendRequest(options, operation, {
      signal: connection.signal,
      headers: {
        accept: 'text/event-stream',
        ...(progress.lastEventId !== undefined && { 'last-event-id': progress.lastEventId }),
      },
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
    if (!isStream || response.body === null) {
      dataOf(response, await readBody(response));
      return true;
    }
    progress.hasBegun = true;
    for await (const { type, data, id } of readServerSentEvents(response.body)) {
      clearTimeout(silence);
      progress.failures = 0;
      if (type === 'complete') return true;
      if (type === 'next') yield dataOf(response, JSON.parse(data) as GraphqlBody);
      // Only now, because an event that was not passed on must come again.
      progress.lastEventId = id ?? progress.lastEventId;
      silence = setTimeout(abort, SILENCE_MS);
    }
    return false;
  } finally {
    clearTimeout(silence);
    signal?.removeEventListener('abort', abort);
    connection.abort();
  }
}

/**
 * Whether to connect again after an error. `accessToken` can return a new token after the server has ended a stream,
 * whose status was 200, because the token expired. An error of `fetch` is a broken connection.
 */
function canContinue({ accessToken }: AdminClientOptions, error: unknown): boolean {
  if (!(error instanceof AdminRequestError)) return true;
  const { code, status = 0 } = error;
  if (code === 'UNAUTHENTICATED') return status === 200 && typeof accessToken === 'function';
  return PASSING.has(code) || (code === 'NOT_GRAPHQL' && status >= 500);
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
    if (signal?.aborted) done();
  });
}
