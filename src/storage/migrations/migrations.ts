import type { Migration } from './migration.js';

/** In the order in which they are applied. Append only: an entry stays as long as any database may need it. */
export const MIGRATIONS: readonly Migration[] = [];
