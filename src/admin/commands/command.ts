/**
 * This folder has the commands that an administrator runs in a shell on the server, in the form `npm run NAME`. A
 * command can change the database even while the server runs. `main.ts` reads the environment and prints the output. A
 * command only calls functions in the other folders of `src/admin`. To understand this folder, read `commands.ts`
 * first.
 */

import { parseArgs } from 'node:util';
import type { Config, KeyOrigin } from '../../model/config.js';
import type { Deps } from '../../model/deps.js';
import type { DatabaseTools } from '../backups/database-tools.js';

export type Command = StoreCommand | FileCommand;

interface AnyCommand {
  /** The names of the command's arguments, such as `USERNAME`, for the usage message. */
  readonly words: readonly string[];
  /**
   * What the command does if the SQLite file is missing. `created`: it creates the file. `required`: it fails.
   * `replaced`: it creates the file, but no secret key.
   */
  readonly database: 'created' | 'required' | 'replaced';
  /**
   * Returns the reason why the command cannot run with this configuration, as a sentence, or `undefined` if the command
   * can run. It is called before the database is opened.
   */
  refusal?(config: Config): string | undefined;
}

/** A command on the records. A server may use the store at the same time. */
export interface StoreCommand extends AnyCommand {
  /** Runs the command and returns the text to print. */
  run(deps: Deps, words: readonly string[], output?: CommandOutput): Promise<string>;
}

/** Where the text is printed. */
export interface CommandOutput {
  /** Whether a person reads it. Otherwise it goes to a file or another program. */
  readonly isTerminal: boolean;
}

/** A command on the file of an SQLite database, which is not opened before. */
export interface FileCommand extends AnyCommand {
  /** Runs the command and returns the text to print. */
  runOnFile(tools: DatabaseTools, words: readonly string[], key: KeyOrigin): Promise<string>;
}

/** The `refusal` of a command on the database file. MongoDB has `program` instead. */
export function refuseMongodb({ database }: Config, program: string): string | undefined {
  if (database.kind === 'sqlite') return undefined;
  return `DATABASE_URL: this command works only with an SQLite file. Use ${program} for MongoDB, and keep SECRET_KEY too.`;
}

export type ParsedWords = { readonly words: readonly string[] } | { readonly problem: string };

export function parseWords(name: string, command: Pick<Command, 'words'>, args: readonly string[]): ParsedWords {
  try {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    if (positionals.length === command.words.length && !positionals.includes('')) return { words: positionals };
    return { problem: `The command ${name} takes ${wordsOf(command)}. Usage: ${usageOf(name, command)}` };
  } catch (error) {
    return { problem: `${name}: ${firstSentence(error)}. Usage: ${usageOf(name, command)}` };
  }
}

function usageOf(name: string, { words }: Pick<Command, 'words'>): string {
  return ['npm run', name, ...(words.length === 0 ? [] : ['--', ...words])].join(' ');
}

function wordsOf({ words }: Pick<Command, 'words'>): string {
  return words.length === 0 ? 'no argument' : `exactly one argument, ${words.join(' ')}`;
}

/**
 * Keeps only the first sentence of an error from `parseArgs`. The second sentence explains how to pass an argument that
 * begins with a hyphen, but no command accepts such an argument.
 */
function firstSentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '';
}
