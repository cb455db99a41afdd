/*
 * This folder has the commands that an administrator runs in a shell on the server: `npm run NAME`. They change the
 * database of the server, even while the server runs. `main.ts` reads the environment and prints the output; the
 * folders beside this one do the work. Start reading with `commands.ts`, the table of all commands.
 */

import { parseArgs } from 'node:util';
import type { Config } from '../../model/config.js';
import type { Deps } from '../../model/deps.js';

export interface Command {
  /** The names of the command's arguments, such as `USERNAME`, for the usage message. */
  readonly words: readonly string[];
  /**
   * With `created`, the command creates the SQLite file if it is missing. With `required`, a missing file is an error.
   */
  readonly database: 'created' | 'required';
  /**
   * Returns the reason why the command cannot run with this configuration, as a sentence. Called before the database is
   * opened.
   */
  refusal?(config: Config): string | undefined;
  /** Runs the command and returns the text to print. */
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

/**
 * Keeps only the first sentence of an error from `parseArgs`. The second explains how to pass an argument that begins
 * with a hyphen, which no command needs.
 */
function firstSentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '';
}
