/**
 * This folder exports the audit log of a server over its API, and verifies an export without the server. It must not
 * import the server's code, so that the verification does not depend on it. To understand this folder, read
 * `verify-audit.ts` first.
 */

import { readFile } from 'node:fs/promises';
import type { AdminClient } from '../client/admin-client.js';
import {
  type CommandSurroundings,
  complainAll,
  connect,
  type ExitCode,
  parseWords,
  reportingErrors,
} from '../command.js';
import { type KeysFile, keysFileSchema } from './audit-signatures.js';
import { exportKeys, exportLines } from './export-audit.js';
import { readLines } from './read-lines.js';
import { replaceFile } from './replace-file.js';
import { verifyExport } from './verify-audit.js';

export const EXPORT_AUDIT_USAGE = 'export-audit [FILE] [--keys FILE] [--url URL]';
export const VERIFY_AUDIT_USAGE = 'verify-audit FILE --key FILE [--checkpoints FILE]';

/** Writes the whole audit log to a file or to standard output, and with `--keys` its public keys to another file. */
export function exportAuditCommand(words: readonly string[], surroundings: CommandSurroundings): Promise<ExitCode> {
  return reportingErrors(surroundings, async () => {
    const { values, positionals } = parseWords(words, EXPORT_AUDIT_USAGE, {
      url: { type: 'string' },
      keys: { type: 'string' },
    });
    if (positionals.length > 1) throw new Error(`The command takes at most one file. Usage: ${EXPORT_AUDIT_USAGE}`);
    const admin = await connect(surroundings.env, values.url);
    const [path] = positionals;
    const lines = exportLines(admin, surroundings.complain);
    if (path === undefined) for await (const line of lines) surroundings.print(line);
    else await replaceFile(path, withLineEnds(lines), PRIVATE);
    // The keys come last: they include the key that signed the end of the export.
    if (values.keys !== undefined) await replaceFile(values.keys, withLineEnds(keysText(admin)), PUBLIC);
    return 0;
  });
}

/** The log contains personal values, so only the user of the operating system who exports it may read the file. */
const PRIVATE = 0o600;
const PUBLIC = 0o644;

/** Verifies an export, and prints what is wrong and which events are not proven. */
export function verifyAuditCommand(words: readonly string[], surroundings: CommandSurroundings): Promise<ExitCode> {
  return reportingErrors(surroundings, async () => {
    const { values, positionals } = parseWords(words, VERIFY_AUDIT_USAGE, {
      key: { type: 'string' },
      checkpoints: { type: 'string' },
    });
    const [path] = positionals;
    if (path === undefined || positionals.length > 1 || values.key === undefined)
      throw new Error(`The command needs one file and --key. Usage: ${VERIFY_AUDIT_USAGE}`);
    const keys = await readKeys(values.key);
    const { problems, report } = await verifyExport(
      () => readLines(path),
      keys,
      values.checkpoints === undefined ? undefined : readLines(values.checkpoints),
    );
    for (const line of report) surroundings.print(line);
    return problems.length === 0 ? 0 : complainAll(surroundings, problems);
  });
}

async function readKeys(path: string): Promise<KeysFile> {
  const text = await readFile(path, 'utf8');
  const keys = keysFileSchema.safeParse(parseJson(text));
  if (keys.success) return keys.data;
  throw new Error(`--key: ${path} is not a key file. Make one with: npm run export-audit -- FILE --keys FILE`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* keysText(admin: AdminClient): AsyncGenerator<string> {
  yield JSON.stringify(await exportKeys(admin), null, 2);
}

async function* withLineEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
