import type { ServerResponse } from 'node:http';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { AdminCaller } from '../admin/admin-caller.js';
import { checkPermission } from '../admin/authorization.js';
import type { LastingCaller } from '../admin/caller-authentication.js';
import { explainEndOfCaller } from '../admin/ended-caller.js';
import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { hasPassed } from '../model/time.js';
import type { BegunStream, GraphqlContext } from './graphql-context.js';
import { eventText, keepAliveText, startText, waitUntilWritable } from './server-sent-events.js';

/** How often a stream does something. Tests pass shorter times. */
export interface StreamPace {
  /** Checks the caller again after this time. */
  readonly checkMs: number;
  /** Sends a comment after this time, so that proxies and clients see that the connection lives. */
  readonly commentMs: number;
  /** Closes a stream whose client has not read for this time. */
  readonly stalledMs: number;
}

/** A check is not instant, so it begins before 10 seconds have passed since the last one. */
export const STREAM_PACE: StreamPace = { checkMs: 9_000, commentMs: 15_000, stalledMs: 30_000 };

/** After its end, a stream has this long to send what it has written. */
const FLUSH_MS = 1000;

/**
 * Why a stream ends. After `refused`, the client gets the error and `complete`. After `closing`, the connection just
 * ends, so that the client connects again and continues.
 */
export type StreamEnd =
  | { readonly kind: 'gone' }
  | { readonly kind: 'closing' }
  | { readonly kind: 'refused'; readonly error: AdminError };

export interface StreamParts {
  readonly deps: Deps;
  readonly response: ServerResponse;
  readonly stream: BegunStream;
  readonly lasting: LastingCaller;
  /** Ends the stream. The reason is a `StreamEnd`. */
  readonly ending: AbortController;
  readonly pace: StreamPace;
  /** Makes the context for the next events. */
  readonly makeContext: (caller: AdminCaller) => GraphqlContext;
  readonly toJson: (result: ExecutionResult) => string;
}

/** Sends the events of a subscription until the stream ends. */
export async function sendStream(parts: StreamParts): Promise<void> {
  const { deps, response, stream, lasting, ending, pace } = parts;
  const present = { caller: lasting.caller };
  response.write(startText(stream.events.start));
  const comments = setInterval(() => {
    if (!response.writableNeedDrain) response.write(keepAliveText);
  }, pace.commentMs);
  const stopChecks = checkRegularly(parts, present);
  try {
    await sendEvents(parts, present);
  } catch (error) {
    ending.abort(endAfter(deps, error));
  } finally {
    clearInterval(comments);
    stopChecks();
  }
  finish(parts);
}

interface Present {
  caller: AdminCaller;
}

/** Reads no more events while the client does not read, so that a slow client needs no memory. */
async function sendEvents(parts: StreamParts, present: Present): Promise<void> {
  const { deps, response, stream, ending, pace, toJson } = parts;
  for await (const batch of stream.events) {
    const context = parts.makeContext(present.caller);
    const results = await Promise.all(batch.map((event) => stream.execute(event, context)));
    for (const [index, result] of results.entries()) {
      checkExpiry(parts);
      if (ending.signal.aborted) return;
      const text = eventText('next', toJson(result), batch[index]?.cursor);
      if (response.write(text) || (await waitUntilWritable(response, ending.signal, pace.stalledMs))) continue;
      deps.log.info({}, 'a stream of events was closed, because its client does not read');
      ending.abort({ kind: 'gone' } satisfies StreamEnd);
      response.destroy();
      return;
    }
  }
}

/** Checks the caller at intervals and when the credentials expire. Returns the function that stops this. */
function checkRegularly(parts: StreamParts, present: Present): () => void {
  const { deps, lasting, ending, pace } = parts;
  let timer: NodeJS.Timeout;
  const check = async () => {
    try {
      present.caller = await checkAgain(parts, present.caller);
      plan();
    } catch (error) {
      ending.abort(endAfter(deps, error));
    }
  };
  const plan = () => {
    if (ending.signal.aborted) return;
    const left =
      lasting.expiresAt === undefined ? pace.checkMs : lasting.expiresAt.getTime() - deps.clock.now().getTime();
    timer = setTimeout(check, Math.max(1, Math.min(pace.checkMs, left)));
  };
  plan();
  return () => clearTimeout(timer);
}

async function checkAgain(parts: StreamParts, last: AdminCaller): Promise<AdminCaller> {
  const { deps, lasting } = parts;
  checkExpiry(parts);
  const caller = await lasting.checkAgain();
  if (caller === undefined) {
    const reason = await explainEndOfCaller(deps, last);
    throw new AdminError('UNAUTHENTICATED', `${reason} Subscribe again with valid credentials.`);
  }
  checkPermission(caller, 'audit:read');
  return caller;
}

function checkExpiry({ deps, lasting: { expiresAt, caller } }: StreamParts): void {
  if (expiresAt === undefined || !hasPassed(expiresAt, deps.clock.now())) return;
  const name = caller.kind === 'API_KEY' ? 'API key' : 'access token';
  throw new AdminError(
    'UNAUTHENTICATED',
    `The ${name} has expired. Subscribe again with a new one, after the last cursor.`,
  );
}

function endAfter({ log }: Deps, error: unknown): StreamEnd {
  if (error instanceof AdminError) return { kind: 'refused', error };
  log.warn({ err: error }, 'a stream of events was closed, so that its client connects again');
  return { kind: 'closing' };
}

function finish({ response, toJson, ending }: StreamParts): void {
  const end = ending.signal.reason as StreamEnd;
  if (end.kind === 'gone' || response.destroyed) return;
  if (end.kind === 'refused') {
    const { error } = end;
    const refusal = new GraphQLError(error.message, { originalError: error, extensions: { code: error.code } });
    response.write(eventText('next', toJson({ errors: [refusal] })) + eventText('complete'));
  }
  response.end();
  // A client that does not read cannot keep the connection open.
  const timer = setTimeout(() => response.destroy(), FLUSH_MS);
  response.once('close', () => clearTimeout(timer));
}
