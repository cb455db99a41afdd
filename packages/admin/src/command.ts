import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';
import { type AdminClient, AdminRequestError, createAdminClient } from './client/admin-client.js';
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

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

export function parseWords<const O extends Options>(words: readonly string[], usage: string, options: O) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options });
  } catch (error) {
    const [problem] = (error as Error).message.split('. ');
    throw new Error(`The command has a wrong option: ${problem}. Usage: ${usage}`, { cause: error });
  }
}

export async function connect(
  env: CommandSurroundings['env'],
  flag: string | undefined,
  option = '--url',
): Promise<AdminClient> {
  const url = flag ?? (env.PASSGRAPH_URL || 'http://localhost:3000');
  const name = flag === undefined ? 'PASSGRAPH_URL' : option;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Error(
      `${name}: ${url} is not an http or https URL. Use the base URL of the server, such as https://id.example.com.`,
    );
  }
  return createAdminClient({ url, apiKey: await readApiKey(env) });
}

export function complainAll({ complain }: CommandSurroundings, problems: readonly string[]): ExitCode {
  for (const problem of problems) complain(problem);
  return 1;
}

/**
 * Prints the message of an expected error. A TypeError is a bug, so this function throws it again, and Node prints it
 * with its stack. `urlOption` is the option of the command for the URL of the server.
 */
export async function reportingErrors(
  surroundings: CommandSurroundings,
  run: () => Promise<ExitCode>,
  urlOption = '--url',
): Promise<ExitCode> {
  try {
    return await run();
  } catch (error) {
    return complainAll(surroundings, [toSentence(error, urlOption)]);
  }
}

function toSentence(error: unknown, urlOption: string): string {
  if (error instanceof AdminRequestError && error.code === 'UNAUTHENTICATED') {
    return `PASSGRAPH_API_KEY: ${error.message}`;
  }
  if (error instanceof AdminRequestError && error.code === 'UNREACHABLE') {
    return `${error.message} Start the server, or set PASSGRAPH_URL or ${urlOption} to the URL of the server.`;
  }
  if (error instanceof TypeError) throw error;
  if (isOpeningError(error)) {
    return `${error.path} cannot be opened (${error.code}). Check the path and the permissions.`;
  }
  return isNativeError(error) ? error.message : String(error);
}

function isOpeningError(error: unknown): error is NodeJS.ErrnoException {
  if (!isNativeError(error)) return false;
  const { syscall, path }: NodeJS.ErrnoException = error;
  return syscall === 'open' && path !== undefined;
}
