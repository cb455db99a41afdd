/*
 * The commands of an administrator who has a shell on the machine: `npm run NAME`. They work on the store of the server,
 * also while it runs. This folder owns their words, their refusals and what they print. It reads no environment and
 * writes to no console, which is the part of `main.ts`; the work itself is in the folders beside this one. Start with
 * `commands.ts`, the table of all commands.
 */

import { parseArgs } from 'node:util';
import type { Config } from '../../model/config.js';
import type { Deps } from '../../model/deps.js';

export interface Command {
  /** Names of the words that it takes, such as `USERNAME`. */
  readonly words: readonly string[];
  /** Whether it may create an SQLite file, or needs the one that the server made. */
  readonly database: 'created' | 'required';
  /** Why it cannot run with these settings, as a sentence. Called before the database is opened. */
  refusal?(config: Config): string | undefined;
  /** Returns what it prints. */
  run(deps: Deps, words: readonly string[]): Promise<string>;
}

/** The words of a command line, or a sentence that says what is wrong with it. */
export type ParsedWords = { readonly words: readonly string[] } | { readonly problem: string };

export function parseWords(name: string, command: Pick<Command, 'words'>, args: readonly string[]): ParsedWords {
  try {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    if (positionals.length === command.words.length && !positionals.includes('')) return { words: positionals };
    return { problem: `${name} takes ${wordsOf(command)}: ${usageOf(name, command)}` };
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

/** `parseArgs` continues with advice about how to pass a word that begins with a hyphen. */
function firstSentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '';
}
