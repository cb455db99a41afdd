import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Software } from './software.js';

/** How each manifest pins the version of a package. */
const VERSIONS: Readonly<Record<string, (name: string) => RegExp>> = {
  'package.json': (name) => new RegExp(`"${name}": "([^"]+)"`),
  'requirements.txt': (name) => new RegExp(`^${name}==(.+)$`, 'm'),
  'go.mod': (name) => new RegExp(`^(?:require )?\\s*${name} v(\\S+)`, 'm'),
  'pom.xml': (name) => new RegExp(`<artifactId>${name}</artifactId>\\s*<version>([^<]+)`),
};

/** The table of docs/connect/tested-with.md for the software of a folder. */
export async function testedWithTable(folder: string, all: readonly Software[]): Promise<string> {
  const rows = await Promise.all(
    all.map(async (software) => {
      const { name, documentation, callback, signOut } = software;
      const version = (await pinnedVersion(join(folder, name), software.package)) ?? 'of the system';
      const checked = signOut === undefined ? 'sign-in' : 'sign-in, sign-out';
      return `| [${name}](${documentation}) | \`${software.package}\` | ${version} | \`${callback}\` | ${checked} |`;
    }),
  );
  const head = [
    '| Name and documentation | Package | Version | Path of the redirect URI | Checked |',
    '| --- | --- | --- | --- | --- |',
  ];
  return `${[...head, ...rows].join('\n')}\n`;
}

async function pinnedVersion(folder: string, name: string): Promise<string | undefined> {
  const escaped = name.replace(/[.[\]]/g, '\\$&');
  for (const [manifest, pattern] of Object.entries(VERSIONS)) {
    const path = join(folder, manifest);
    const version = existsSync(path) ? pattern(escaped).exec(await readFile(path, 'utf8'))?.[1] : undefined;
    if (version !== undefined) return version;
  }
  return undefined;
}
