import { AdminError } from '../model/errors.js';
import type { Page, PageRequest } from '../model/record-store.js';

export interface PageInput {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** Reads one page of a list. @throws AdminError `INVALID_INPUT` if the page size or the cursor is invalid */
export async function readPage<T>(
  input: PageInput,
  read: (request: PageRequest) => Promise<Page<T>>,
): Promise<Page<T>> {
  if (!Number.isInteger(input.first) || input.first < 1 || input.first > 100) {
    throw new AdminError('INVALID_INPUT', 'The `first` argument must be a number from 1 to 100.', 'first');
  }
  try {
    return await read({ first: input.first, after: input.after ?? undefined });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new AdminError(
        'INVALID_INPUT',
        'The `after` argument must be a cursor that the server returned for this list.',
        'after',
      );
    }
    throw error;
  }
}
