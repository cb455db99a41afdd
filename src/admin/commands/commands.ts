import { apiKeyCommand } from './api-key-command.js';
import type { Command } from './command.js';
import { enrollCommand } from './enroll-command.js';
import { resealCommand } from './reseal-command.js';
import { seedCommand } from './seed-command.js';

/** All commands. The key is the name with which an administrator runs the command: `npm run NAME`. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'api-key': apiKeyCommand,
  enroll: enrollCommand,
  reseal: resealCommand,
  seed: seedCommand,
};
