import { apiKeyCommand } from './api-key-command.js';
import type { Command } from './command.js';
import { enrollCommand } from './enroll-command.js';
import { resealCommand } from './reseal-command.js';
import { seedCommand } from './seed-command.js';

/** The commands by the names with which users run them: `npm run NAME`. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'api-key': apiKeyCommand,
  enroll: enrollCommand,
  reseal: resealCommand,
  seed: seedCommand,
};
