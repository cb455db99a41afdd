import { systemCaller } from '../caller-authentication.js';
import { createLinkByUsername } from '../users/enrolment-links.js';
import type { Command } from './command.js';

/** Prints a link with which a user registers a passkey. This is the last resort if no administrator can sign in. */
export const enrollCommand: Command = {
  words: ['USERNAME'],
  database: 'required',
  run: async (deps, [username = '']) => (await createLinkByUsername(deps, systemCaller, username)).url,
};
