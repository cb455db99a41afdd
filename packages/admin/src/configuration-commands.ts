import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type AdminClient, AdminRequestError, createAdminClient } from './client/admin-client.js';
import { planChange, runSteps } from './configuration/apply-configuration.js';
import { usernameKey } from './configuration/configuration.js';
import { exportConfiguration } from './configuration/export-configuration.js';
import { readConfiguration } from './configuration/read-configuration.js';
import { openSecretsFile } from './configuration/secrets-file.js';
import { describePlan } from './plan/describe-plan.js';
import { readApiKey } from './read-api-key.js';

/**
 * The environment and output of the process. Tests pass another environment and output, so that they can set variables
 * and read what a command prints.
 */
export interface CommandSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly readStdin: () => Promise<string>;
}

/** The exit code of a command: 0 for success, 1 for an error, and 2 if `apply --dry-run` found changes. */
export type ExitCode = 0 | 1 | 2;

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

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function parseWords<const O extends Options>(words: readonly string[], usage: string, options: O) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options });
  } catch (error) {
    const [problem] = (error as Error).message.split('. ');
    throw new Error(`The command has a wrong option: ${problem}. Usage: ${usage}`, { cause: error });
  }
}

async function connect(env: CommandSurroundings['env'], flag: string | undefined): Promise<AdminClient> {
  const url = flag ?? (env.PASSGRAPH_URL || 'http://localhost:3000');
  const name = flag === undefined ? 'PASSGRAPH_URL' : '--url';
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Error(
      `${name}: ${url} is not an http or https URL. Use the base URL of the server, such as https://id.example.com.`,
    );
  }
  return createAdminClient({ url, apiKey: await readApiKey(env) });
}

function complainAll({ complain }: CommandSurroundings, problems: readonly string[]): ExitCode {
  for (const problem of problems) complain(problem);
  return 1;
}

/**
 * Prints the message of an expected error. A TypeError is a bug, so this function throws it again, and Node prints it
 * with its stack.
 */
async function reportingErrors(surroundings: CommandSurroundings, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    return complainAll(surroundings, [toSentence(error)]);
  }
}

function toSentence(error: unknown): string {
  if (error instanceof AdminRequestError && error.code === 'UNAUTHENTICATED') {
    return `PASSGRAPH_API_KEY: ${error.message}`;
  }
  if (error instanceof TypeError) throw error;
  return error instanceof Error ? error.message : String(error);
}
