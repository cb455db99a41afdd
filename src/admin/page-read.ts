import type { Page, PageRequest } from '../model/record-store.js';
import { invalidArgument } from './input-parser.js';

/** Which page of a list to read. `last` and `before` read it backwards. Then `first` has no effect. */
export interface PageInput {
  readonly first: number;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** Reads one page of a list. @throws AdminError `INVALID_INPUT` if the page size or the cursor is invalid */
export async function readPage<T>(
  input: PageInput,
  read: (request: PageRequest) => Promise<Page<T>>,
): Promise<Page<T>> {
  const request = requestOf(input);
  try {
    return await read(request);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const name = 'last' in request ? 'before' : 'after';
    throw invalidArgument(name, `The \`${name}\` argument must be a cursor that the server returned for this list.`);
  }
}

function requestOf({ first, after, last, before }: PageInput): PageRequest {
  if (last == null) {
    if (before != null)
      throw invalidArgument('before', 'Send `last` together with `before`: the number of entries before it.');
    checkSize('first', first);
    return { first, after: after ?? undefined };
  }
  if (after != null)
    throw invalidArgument(
      'after',
      'The `after` argument reads a list forwards, and `last` backwards. Send only one of them.',
    );
  checkSize('last', last);
  return { last, before: before ?? undefined };
}

function checkSize(name: string, size: number): void {
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw invalidArgument(name, `The \`${name}\` argument must be a number from 1 to 100.`);
}
