import { resealValues } from '../signing-keys/sealed-values.js';
import type { Command } from './command.js';

/** Encrypts everything with the first key of SECRET_KEY, so that the others can be removed from it. */
export const resealCommand: Command = {
  words: [],
  database: 'required',
  // The key file beside an SQLite file has one key: there is nothing to replace.
  refusal: ({ secretKeys }) =>
    secretKeys.length > 0
      ? undefined
      : 'SECRET_KEY: not set, so nothing was encrypted again. Set it as the server has it, the new key first: NEW,OLD.',
  run: async (deps) =>
    `${await resealValues(deps)} records were encrypted again. Everything is now encrypted with the first key in SECRET_KEY.`,
};
