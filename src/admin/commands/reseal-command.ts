import { resealValues } from '../signing-keys/sealed-values.js';
import type { Command } from './command.js';

/** Encrypts all stored secrets with the first key in SECRET_KEY. Administrators can then remove the other keys. */
export const resealCommand: Command = {
  words: [],
  database: 'required',
  // Without SECRET_KEY, the server encrypts with the key in a key file. That file contains only one key, so there is no
  // older key to replace.
  refusal: ({ secretKeys }) =>
    secretKeys.length > 0
      ? undefined
      : 'SECRET_KEY: The variable is not set, so nothing was encrypted again. Set it to the same keys as the server, with the new key first: NEW,OLD.',
  run: async (deps) =>
    `${await resealValues(deps)} records were encrypted again. Everything is now encrypted with the first key in SECRET_KEY.`,
};
