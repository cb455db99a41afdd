import { createApiKey } from '../api-keys/api-key-create.js';
import { systemCaller } from '../caller-authentication.js';
import type { Command } from './command.js';

/** Prints an API key with every permission, for scripts and for the first steps. */
export const apiKeyCommand: Command = {
  words: ['NAME'],
  database: 'created',
  run: async (deps, [name = '']) => (await createApiKey(deps, systemCaller, { name, permissions: ['*'] })).key,
};
