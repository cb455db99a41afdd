import { ADD_USAGE, addCommand } from './add/add-command.js';
import {
  EXPORT_AUDIT_USAGE,
  exportAuditCommand,
  VERIFY_AUDIT_USAGE,
  verifyAuditCommand,
} from './audit/audit-commands.js';
import type { CommandSurroundings, ExitCode } from './command.js';
import { APPLY_USAGE, applyCommand, EXPORT_USAGE, exportCommand } from './configuration-commands.js';

interface Command {
  readonly usage: string;
  readonly run: (words: readonly string[], surroundings: CommandSurroundings) => Promise<ExitCode>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  add: { usage: ADD_USAGE, run: addCommand },
  apply: { usage: APPLY_USAGE, run: applyCommand },
  export: { usage: EXPORT_USAGE, run: exportCommand },
  'export-audit': { usage: EXPORT_AUDIT_USAGE, run: exportAuditCommand },
  'verify-audit': { usage: VERIFY_AUDIT_USAGE, run: verifyAuditCommand },
};

/**
 * Runs a command of `passgraph-admin`. The first word is the name of the command, and the other words are its
 * arguments.
 */
export async function runCommand(words: readonly string[], surroundings: CommandSurroundings): Promise<ExitCode> {
  const [name = '', ...rest] = words;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined && (rest.includes('--help') || rest.includes('-h'))) {
    surroundings.print(`Usage: passgraph-admin ${command.usage}`);
    return 0;
  }
  if (command !== undefined) return command.run(rest, surroundings);
  const isHelp = name === '' || name === 'help' || name === '--help';
  const say = isHelp ? surroundings.print : surroundings.complain;
  if (!isHelp) say(`The command ${name} does not exist.`);
  say('Usage:');
  for (const { usage } of Object.values(COMMANDS)) say(`  passgraph-admin ${usage}`);
  return isHelp ? 0 : 1;
}
