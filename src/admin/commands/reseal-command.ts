import { resealValues } from '../signing-keys/sealed-values.js';
import type { StoreCommand } from './command.js';

/**
 * Encrypts all stored secrets with the first key in SECRET_KEY. Afterwards, administrators can remove all other keys
 * from SECRET_KEY.
 */
export const resealCommand: StoreCommand = {
  words: [],
  database: 'required',
  // Without SECRET_KEY, the server encrypts with the only key in a key file. All secrets are then encrypted with that
  // key already, so the command has nothing to do.
  refusal: ({ secretKeys }) =>
    secretKeys.length > 0
      ? undefined
      : 'SECRET_KEY: The variable is not set, so nothing was encrypted again. Set it to the same keys as the server, with the new key first: NEW,OLD.',
  run: async (deps) =>
    `${await resealValues(deps)} records were encrypted again. Everything is now encrypted with the first key in SECRET_KEY.`,
};
