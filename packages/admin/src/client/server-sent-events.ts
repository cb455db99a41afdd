/** A server-sent event. `type` and `data` are empty if the server only sends a position or a comment. */
export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
  readonly id: string | undefined;
}

/**
 * Reads the events of a response. Comments become events without type and data, so that the caller sees that the
 * connection lives.
 * {@link https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation | Server-sent events}
 */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let lines: string[] = [];
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/);
    rest = parts.pop() ?? '';
    for (const line of parts) {
      if (line !== '') lines.push(line);
      else {
        yield toEvent(lines);
        lines = [];
      }
    }
  }
}

function toEvent(lines: readonly string[]): ServerSentEvent {
  const valuesOf = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ''));
  return { type: valuesOf('event').at(-1) ?? '', data: valuesOf('data').join('\n'), id: valuesOf('id').at(-1) };
}
