import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type AdminClient, AdminRequestError, createAdminClient } from './admin-client.js';
import { planChange, takeSteps } from './apply-configuration.js';
import { usernameKey } from './configuration.js';
import { describePlan } from './describe-plan.js';
import { exportConfiguration } from './export-configuration.js';
import { readConfiguration } from './read-configuration.js';
import { openSecretsFile } from './secrets-file.js';

/** What a command is given of the process that it runs in. */
export interface CommandSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly readStdin: () => Promise<string>;
}

/** Of the process: done or nothing to do; refused or failed; `--dry-run` found something to do. */
export type ExitCode = 0 | 1 | 2;

export const APPLY_USAGE = 'apply FILE [--dry-run] [--delete] [--secrets FILE] [--url URL]';
export const EXPORT_USAGE = 'export [FILE] [--url URL]';

/** `npm run apply -- passgraph.yaml`: brings the server to the state in the file, and says how. */
export function applyCommand(words: readonly string[], around: CommandSurroundings): Promise<ExitCode> {
  return saying(around, async () => {
    const { values, positionals } = parseWords(words, APPLY_USAGE, {
      url: { type: 'string' },
      secrets: { type: 'string' },
      delete: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    });
    const [path] = positionals;
    if (path === undefined || positionals.length > 1) throw new Error(`It takes one file: ${APPLY_USAGE}`);
    const admin = connect(around.env, values.url);
    const read = readConfiguration(await (path === '-' ? around.readStdin() : readFile(path, 'utf8')));
    if ('problems' in read) return complainAll(around, read.problems);
    const { plan, state } = await planChange(admin, read.configuration, values.delete);
    const problems = plan.problems.map((problem) => `${read.place(problem.path)} ${problem.message}.`);
    if (problems.length > 0) return complainAll(around, problems);
    for (const line of describePlan(plan, values.delete)) around.print(line);
    const steps = [...(values.delete ? plan.deletions : []), ...plan.steps];
    if (steps.length === 0) return 0;
    if (values['dry-run']) return 2;
    const secrets = values.secrets === undefined ? undefined : await openSecretsFile(values.secrets);
    const userIds = new Map([...state.users].map(([key, { id }]) => [usernameKey(key), id]));
    const keepSecret = async (clientId: string, secret: string) => {
      if (secrets === undefined) around.print(`Secret of client ${clientId}, shown this once: ${secret}`);
      else await secrets.add(clientId, secret);
    };
    await takeSteps(steps, { admin, userIds, keepSecret }, read.place).finally(() => secrets?.close());
    around.print('Done.');
    return 0;
  });
}

/** `npm run export -- passgraph.yaml`: writes that file, or standard output, from a running server. */
export function exportCommand(words: readonly string[], around: CommandSurroundings): Promise<ExitCode> {
  return saying(around, async () => {
    const { values, positionals } = parseWords(words, EXPORT_USAGE, { url: { type: 'string' } });
    if (positionals.length > 1) throw new Error(`It takes one file, or none: ${EXPORT_USAGE}`);
    const text = await exportConfiguration(connect(around.env, values.url));
    const [path] = positionals;
    if (path === undefined) around.print(text.trimEnd());
    else await writeFile(path, text);
    return 0;
  });
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function parseWords<const O extends Options>(words: readonly string[], usage: string, options: O) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options });
  } catch (error) {
    throw new Error(`${(error as Error).message.split('. ')[0]}: ${usage}`, { cause: error });
  }
}

/** A key on the command line would be seen by whoever lists the processes: it comes from the environment alone. */
function connect(env: CommandSurroundings['env'], flag: string | undefined): AdminClient {
  const url = flag ?? (env.PASSGRAPH_URL || 'http://localhost:3000');
  const name = flag === undefined ? 'PASSGRAPH_URL' : '--url';
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new Error(`${name}: ${url} is not a URL.`);
  const apiKey = env.PASSGRAPH_API_KEY;
  if (!apiKey) throw new Error('PASSGRAPH_API_KEY is not set: npm run api-key -- NAME makes a key on the server.');
  return createAdminClient({ url, apiKey });
}

function complainAll({ complain }: CommandSurroundings, problems: readonly string[]): ExitCode {
  for (const problem of problems) complain(problem);
  return 1;
}

/** What was expected to go wrong is a sentence, anything else a bug of ours and shown whole. */
async function saying(around: CommandSurroundings, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    return complainAll(around, [sentenceOf(error)]);
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof AdminRequestError && error.code === 'UNAUTHENTICATED')
    return `PASSGRAPH_API_KEY: ${error.message}`;
  if (error instanceof TypeError) throw error;
  return error instanceof Error ? error.message : String(error);
}
