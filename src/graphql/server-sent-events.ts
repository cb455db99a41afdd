import type { ServerResponse } from 'node:http';

/** nginx passes a response on at once if it has the header `X-Accel-Buffering: no`. */
export const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
};

/** A comment, which clients ignore. */
export const keepAliveText = ':\n\n';

/** Gives the client its position before the first event, so that a broken connection never skips an event. */
export function startText(cursor: string): string {
  return `:\nid: ${cursor}\n\n`;
}

/**
 * Makes the text of an event of the protocol GraphQL over SSE. `data` is JSON, so it has only one line.
 * {@link https://html.spec.whatwg.org/multipage/server-sent-events.html | Server-sent events}
 */
export function eventText(event: 'next' | 'complete', data = '', cursor?: string): string {
  return `event: ${event}\n${cursor === undefined ? '' : `id: ${cursor}\n`}data: ${data}\n\n`;
}

/**
 * Waits until the client has read enough, or until the signal is aborted. Returns `false` if the client has read nothing
 * for so many milliseconds.
 */
export function waitUntilWritable(
  response: ServerResponse,
  signal: AbortSignal,
  milliseconds: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (isWritable: boolean) => {
      clearTimeout(timer);
      response.off('drain', done).off('close', done);
      signal.removeEventListener('abort', done);
      resolve(isWritable);
    };
    const done = () => finish(true);
    const timer = setTimeout(finish, milliseconds, false);
    response.on('drain', done).on('close', done);
    signal.addEventListener('abort', done);
    if (signal.aborted || response.destroyed) done();
  });
}
