import { basename } from 'node:path';
import type { Replacement } from '../../model/server/database.js';
import { systemCaller } from '../caller-authentication.js';
import { eventOf } from '../record-change.js';
import { checkSealedValues } from '../signing-keys/sealed-values.js';
import type { DatabaseTools } from './database-tools.js';

/**
 * Replaces the database with the backup `from`, if the server could start with it.
 *
 * @throws Error that names `FILE`, `DATABASE_URL`, `SECRET_KEY` or `RP_ID`
 */
export function restoreBackup(tools: DatabaseTools, from: string): Promise<Replacement> {
  return tools.files.replaceWith(from, async ({ path, needsMigration, lastEventAt }) => {
    await tools.useSecrets(path, async (deps) => {
      try {
        await checkSealedValues(deps);
      } catch (error) {
        throw otherKey(from, error);
      }
    });
    // The backup of an earlier version stays as it is, so that the earlier version can still use it.
    if (needsMigration) return;
    const detail = { file: basename(from), lastEventAt: lastEventAt?.toISOString() ?? null };
    await tools.use(async (deps) => {
      await deps.store.commit([eventOf(deps, systemCaller, { type: 'DATABASE_RESTORED', detail })]);
    }, path);
  });
}

function otherKey(from: string, error: unknown): unknown {
  if (!(error instanceof Error && error.message.startsWith('SECRET_KEY'))) return error;
  return new Error(
    `SECRET_KEY: ${from} was encrypted with another key. Set the SECRET_KEY that the server had when the backup was made, or put its key file back, then restore again.`,
    { cause: error },
  );
}
