import { type Config, type KeyOrigin, MEMORY } from '../model/config.js';
import type { Random } from '../model/deps.js';
import { markInUse, secretKeyBeside, secretKeyPath } from './sqlite/secret-key-file.js';

const SECRET_KEY_BYTES = 32;
/**
 * Without the setting SECRET_KEY, the key of an SQLite database is stored in a file beside it. This function adds that
 * key to `config`. If the file is missing, it stores a new key there, but not without `random`: then the database is about
 * to be replaced, and the key of its backup must be there already.
 */
export async function completeConfig(config: Config, random: Random | undefined): Promise<Config> {
  if (config.secretKeys.length > 0 || config.database.kind !== 'sqlite') return config;
  const { path } = config.database;
  const made = random && Buffer.from(random.bytes(SECRET_KEY_BYTES)).toString('base64url');
  if (path === MEMORY && made !== undefined) return Object.freeze({ ...config, secretKeys: [made] });
  const allowEmptyDatabase = made === undefined || config.allowEmptyDatabase;
  return Object.freeze({ ...config, secretKeys: [await secretKeyBeside(path, made, { allowEmptyDatabase })] });
}

export function keyOrigin({ database, secretKeys }: Config): KeyOrigin {
  if (secretKeys.length > 0 || database.kind !== 'sqlite') return { kind: 'setting' };
  return { kind: 'file', path: secretKeyPath(database.path) };
}

/** Notes that the key has encrypted something. From then on, an empty database beside it means that the database was lost. */
export async function markKeyInUse(config: Config): Promise<void> {
  const { database, secretKeys } = config;
  if (secretKeys.length > 0 || database.kind !== 'sqlite' || database.path === MEMORY) return;
  await markInUse(secretKeyPath(database.path));
}
