/*
 * This folder has the commands that an administrator runs in a shell on the server: `npm run NAME`. They change the
 * database of the server, even while the server runs. `main.ts` reads the environment and prints the output; the
 * folders beside this one do the work. Start reading with `commands.ts`, the table of all commands.
 */

import { parseArgs } from 'node:util';
import type { Config } from '../../model/config.js';
import type { Deps } from '../../model/deps.js';

export interface Command {
  /** The names of the arguments that the command takes, such as `USERNAME`. */
  readonly words: readonly string[];
  /** Whether the command may create the SQLite file, or requires the file that the server has created. */
  readonly database: 'created' | 'required';
  /**
   * Returns a sentence that says why the command cannot run with this configuration. Runs before the database is
   * opened.
   */
  refusal?(config: Config): string | undefined;
  /** Returns the text to print. */
  run(deps: Deps, words: readonly string[]): Promise<string>;
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

/** Omits the second sentence of `parseArgs`, which explains how to pass an argument that begins with a hyphen. */
function firstSentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '';
}
