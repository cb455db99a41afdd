/** One server-sent event, or a comment. */
export interface SentEvent {
  readonly event?: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: data has the shape of its subscription
  readonly data?: any;
}

/** A response that a test reads as a stream of server-sent events. */
export interface TestStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next event with data, or `undefined` at the end. Comments and positions are skipped. */
  next(): Promise<SentEvent | undefined>;
  /** The next event or comment. */
  nextOfAny(): Promise<SentEvent | undefined>;
  /** The whole response, if it is not a stream. */
  // biome-ignore lint/suspicious/noExplicitAny: a response has the shape of its query
  json(): Promise<any>;
  close(): void;
}

export const EVENTS = `subscription ($after: String, $filter: AuditEventFilter) {
  auditEvents(after: $after, filter: $filter) { cursor node { id sequence type resource resourceId } }
}`;

export interface StreamRequestOptions {
  readonly query?: string;
  readonly variables?: object;
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the request instead of the global function. */
  readonly send?: (url: string, init: RequestInit) => Promise<Response>;
}

export async function openTestStream(
  url: string,
  { query = EVENTS, variables = {}, authorization, headers = {}, send = fetch }: StreamRequestOptions = {},
): Promise<TestStream> {
  const controller = new AbortController();
  const response = await send(url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...(authorization !== undefined && { authorization }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
    signal: controller.signal,
  });
  const events = readEvents(response);
  const nextOfAny = async () => (await events.next()).value ?? undefined;
  return {
    status: response.status,
    headers: response.headers,
    nextOfAny,
    next: async () => {
      for (;;) {
        const event = await nextOfAny();
        if (event === undefined || event.event !== undefined) return event;
      }
    },
    json: () => response.json(),
    close: () => controller.abort(),
  };
}

async function* readEvents({ body }: Response): AsyncGenerator<SentEvent, undefined> {
  let text = '';
  for await (const part of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) yield toEvent(block);
  }
}

function toEvent(block: string): SentEvent {
  const fields = Object.fromEntries(
    block
      .split('\n')
      .filter((line) => !line.startsWith(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { ...fields, ...(fields.data && { data: JSON.parse(fields.data) }) };
}
