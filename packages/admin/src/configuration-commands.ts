import { readFile, writeFile } from 'node:fs/promises';
import {
  type CommandSurroundings,
  complainAll,
  connect,
  type ExitCode,
  parseWords,
  reportingErrors,
} from './command.js';
import { planChange, runSteps } from './configuration/apply-configuration.js';
import { usernameKey } from './configuration/configuration.js';
import { exportConfiguration } from './configuration/export-configuration.js';
import { readConfiguration } from './configuration/read-configuration.js';
import { openSecretsFile } from './configuration/secrets-file.js';
import { describePlan } from './plan/describe-plan.js';

export const APPLY_USAGE = 'apply FILE [--dry-run] [--delete] [--secrets FILE] [--url URL]';
export const EXPORT_USAGE = 'export [FILE] [--url URL]';

/** Changes the server so that it matches the configuration file, and prints each change. */
export function applyCommand(words: readonly string[], surroundings: CommandSurroundings): Promise<ExitCode> {
  return reportingErrors(surroundings, async () => {
    const { values, positionals } = parseWords(words, APPLY_USAGE, {
      url: { type: 'string' },
      secrets: { type: 'string' },
      delete: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    });
    const [path] = positionals;
    if (path === undefined || positionals.length > 1)
      throw new Error(`The command needs exactly one file. Usage: ${APPLY_USAGE}`);
    const admin = await connect(surroundings.env, values.url);
    const read = readConfiguration(await (path === '-' ? surroundings.readStdin() : readFile(path, 'utf8')));
    if ('problems' in read) return complainAll(surroundings, read.problems);
    const { plan, state } = await planChange(admin, read.configuration, values.delete);
    const problems = plan.problems.map((problem) => `${read.place(problem.path)} ${problem.message}.`);
    if (problems.length > 0) return complainAll(surroundings, problems);
    for (const line of describePlan(plan, values.delete)) surroundings.print(line);
    const steps = [...(values.delete ? plan.deletions : []), ...plan.steps];
    if (steps.length === 0) return 0;
    if (values['dry-run']) return 2;
    const secrets = values.secrets === undefined ? undefined : await openSecretsFile(values.secrets);
    const userIds = new Map([...state.users].map(([key, { id }]) => [usernameKey(key), id]));
    const keepSecret = async (clientId: string, secret: string) => {
      if (secrets === undefined) surroundings.print(`Secret of client ${clientId} (shown only once): ${secret}`);
      else await secrets.add(clientId, secret);
    };
    await runSteps(steps, { admin, userIds, keepSecret }, read.place).finally(() => secrets?.close());
    surroundings.print('Done.');
    return 0;
  });
}

/** Writes the configuration of a running server to a file or to standard output. */
export function exportCommand(words: readonly string[], surroundings: CommandSurroundings): Promise<ExitCode> {
  return reportingErrors(surroundings, async () => {
    const { values, positionals } = parseWords(words, EXPORT_USAGE, { url: { type: 'string' } });
    if (positionals.length > 1) throw new Error(`The command takes at most one file. Usage: ${EXPORT_USAGE}`);
    const text = await exportConfiguration(await connect(surroundings.env, values.url));
    const [path] = positionals;
    if (path === undefined) surroundings.print(text.trimEnd());
    else await writeFile(path, text);
    return 0;
  });
}
