import { createReadStream } from 'node:fs';

/** A line of a file. `text` is absent if the line is too long or is not UTF-8. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string | undefined;
}

/** No event is as long as this. A longer line could fill the memory. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

const LINE_FEED = 0x0a;

/**
 * Reads the lines of a file, which end with a line feed. Node's own function also ends lines at U+2028, which the text
 * of an event can contain.
 */
export async function* readLines(path: string): AsyncGenerator<NumberedLine> {
  let number = 1;
  let parts: Buffer[] = [];
  let bytes = 0;
  const add = (part: Buffer) => {
    bytes += part.length;
    if (bytes <= MAX_LINE_BYTES) parts.push(part);
    else parts = [];
  };
  const finish = (): NumberedLine => {
    const line = { number, text: bytes <= MAX_LINE_BYTES ? decode(Buffer.concat(parts)) : undefined };
    number += 1;
    parts = [];
    bytes = 0;
    return line;
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (bytes > 0) yield finish();
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes).replace(/\r$/, '');
  } catch {
    return undefined;
  }
}
