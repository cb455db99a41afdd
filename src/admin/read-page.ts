import { AdminError } from '../model/errors.js';
import type { Page, PageRequest } from '../model/record-store.js';

export interface PageInput {
  readonly first: number;
  readonly after?: string | null | undefined;
}

/** One page of a list, with the mistakes that a caller can make in asking for it. */
export async function readPage<T>(
  input: PageInput,
  read: (request: PageRequest) => Promise<Page<T>>,
): Promise<Page<T>> {
  if (!Number.isInteger(input.first) || input.first < 1 || input.first > 100) {
    throw new AdminError('INVALID_INPUT', 'first must be 1 to 100.', 'first');
  }
  try {
    return await read({ first: input.first, after: input.after ?? undefined });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new AdminError('INVALID_INPUT', 'after must be a cursor of this list.', 'after');
    }
    throw error;
  }
}
