import { createApiKey } from '../api-keys/api-key-create.js';
import { systemCaller } from '../caller-authentication.js';
import type { StoreCommand } from './command.js';

/** Prints a new API key that has every permission, for scripts and for the first steps with a new server. */
export const apiKeyCommand: StoreCommand = {
  words: ['NAME'],
  database: 'created',
  run: async (deps, [name = '']) => (await createApiKey(deps, systemCaller, { name, permissions: ['*'] })).key,
};
