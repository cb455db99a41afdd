import type { Condition } from './database.js';

/** How names are compared by a search: without case, and the same when they look the same. */
export const searchKey = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Everything that begins with `prefix`, as a range of an index. */
export const beginsWith = (prefix: string): Condition => ({ $gte: prefix, $lt: `${prefix}\u{10FFFF}` });
