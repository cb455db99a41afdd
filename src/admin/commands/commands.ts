import { apiKeyCommand } from './api-key-command.js';
import { backupCommand } from './backup-command.js';
import type { Command } from './command.js';
import { doctorCommand } from './doctor-command.js';
import { enrollCommand } from './enroll-command.js';
import { resealCommand } from './reseal-command.js';
import { restoreCommand } from './restore-command.js';
import { seedCommand } from './seed-command.js';
import { testMailCommand } from './test-mail-command.js';

/** All commands. The key is the name with which an administrator runs the command: `npm run NAME`. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'api-key': apiKeyCommand,
  backup: backupCommand,
  doctor: doctorCommand,
  enroll: enrollCommand,
  reseal: resealCommand,
  restore: restoreCommand,
  seed: seedCommand,
  'test-mail': testMailCommand,
};
