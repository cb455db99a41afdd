import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyCommand, exportCommand } from '../../packages/admin/src/configuration-commands.js';

/** What a command said, and how it ended. */
export interface CommandEnd {
  readonly code: number;
  readonly printed: string[];
  readonly complaints: string[];
}

/** `apply` and `export` against one server, as the command line has them. */
export interface Commands {
  /** Applies this text of a file. */
  apply(text: string, ...flags: string[]): Promise<CommandEnd>;
  export(): Promise<string>;
  run(command: 'apply' | 'export', words: readonly string[], stdin?: string): Promise<CommandEnd>;
  /** Of a file by this name in a folder of its own. */
  path(name: string): string;
  close(): Promise<void>;
}

export async function openCommands(
  url: string,
  apiKey: string | undefined,
  keyFile?: string | undefined,
): Promise<Commands> {
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
  const file = join(folder, 'passgraph.yaml');
  const run: Commands['run'] = async (command, words, stdin = '') => {
    const [printed, complaints]: [string[], string[]] = [[], []];
    const code = await { apply: applyCommand, export: exportCommand }[command](words, {
      env: { PASSGRAPH_URL: url, PASSGRAPH_API_KEY: apiKey, PASSGRAPH_API_KEY_FILE: keyFile },
      print: (line) => printed.push(line),
      complain: (line) => complaints.push(line),
      readStdin: async () => stdin,
    });
    return { code, printed, complaints };
  };
  return {
    run,
    path: (name) => join(folder, name),
    apply: async (text, ...flags) => {
      await writeFile(file, text);
      return run('apply', [file, ...flags]);
    },
    export: async () => {
      const { code, printed, complaints } = await run('export', []);
      if (code !== 0) throw new Error(complaints.join('\n'));
      return `${printed.join('\n')}\n`;
    },
    close: () => rm(folder, { recursive: true }),
  };
}
