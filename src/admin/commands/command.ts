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
import type { SetupSurroundings } from '../setup/surroundings.js';

export type Command = StoreCommand | StoreCommand<CommandResult> | FileCommand;

interface AnyCommand {
  /** The names of the command's arguments, such as `USERNAME`, for the usage message. */
  readonly words: readonly string[];
  /** The options that the command knows, such as `json` for `--json`. None has a value. */
  readonly flags?: readonly string[];
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
  /**
   * Returns the text to print if a setting is wrong or the database cannot be opened. `sentence` says what is wrong.
   * Without this method, only the sentence is printed, as an error.
   */
  describeFailure?(sentence: string, flags: readonly string[]): string;
}

/** A command on the records. A server may use the store at the same time. */
export interface StoreCommand<R extends string | CommandResult = string> extends AnyCommand {
  /** Runs the command and returns the text to print. */
  run(deps: Deps, words: readonly string[], around?: CommandSurroundings): Promise<R>;
}

/** A text to print, and the status with which the process ends. */
export interface CommandResult {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

/** What a command needs to know of its process. */
export interface CommandSurroundings {
  /** Whether a person reads the output. Otherwise it goes to a file or another program. */
  readonly isTerminal: boolean;
  /** The flags that were given. */
  readonly flags?: readonly string[];
  readonly setup?: SetupSurroundings;
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

export type ParsedWords =
  | { readonly words: readonly string[]; readonly flags: readonly string[] }
  | { readonly problem: string };

type Arguments = Pick<Command, 'words' | 'flags'>;

export function parseWords(name: string, command: Arguments, args: readonly string[]): ParsedWords {
  try {
    const options = Object.fromEntries((command.flags ?? []).map((flag) => [flag, { type: 'boolean' as const }]));
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
    if (positionals.length === command.words.length && !positionals.includes(''))
      return { words: positionals, flags: Object.keys(values) };
    return { problem: `The command ${name} takes ${wordsOf(command)}. Usage: ${usageOf(name, command)}` };
  } catch (error) {
    return { problem: `${name}: ${firstSentence(error)}. Usage: ${usageOf(name, command)}` };
  }
}

function usageOf(name: string, { words, flags = [] }: Arguments): string {
  const all = [...words, ...flags.map((flag) => `[--${flag}]`)];
  return ['npm run', name, ...(all.length === 0 ? [] : ['--', ...all])].join(' ');
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
