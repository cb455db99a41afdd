import { readFileSync } from 'node:fs';

let version: string | undefined;

/** Returns the version of Passgraph. */
export function serverVersion(): string {
  version ??= String(JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')).version);
  return version;
}
