import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Software } from './software.js';

interface Manifest {
  readonly file: string;
  readonly kind: string;
  /** Finds the version that the file pins. */
  readonly version: (name: string) => RegExp;
}

const MANIFESTS: readonly Manifest[] = [
  { file: 'package.json', kind: 'JavaScript', version: (name) => new RegExp(`"${name}": "([^"]+)"`) },
  { file: 'requirements.txt', kind: 'Python', version: (name) => new RegExp(`^${name}==(.+)$`, 'm') },
  { file: 'go.mod', kind: 'Go', version: (name) => new RegExp(`^(?:require )?\\s*${name} v(\\S+)`, 'm') },
  {
    file: 'pom.xml',
    kind: 'Java',
    version: (name) => new RegExp(`<artifactId>${name}</artifactId>\\s*<version>([^<]+)`),
  },
];

/** The table of docs/connect/tested-with.md for the software of a folder. */
export async function testedWithTable(folder: string, all: readonly Software[]): Promise<string> {
  const rows = await Promise.all(all.map((software) => rowOf(folder, software)));
  const head = [
    '| Name and documentation | Package | Version | Kind | Checked | Settings |',
    '| --- | --- | --- | --- | --- | --- |',
  ];
  return `${[...head, ...rows].join('\n')}\n`;
}

async function rowOf(folder: string, software: Software): Promise<string> {
  const { name, documentation, settings, signOut, role } = software;
  const { version, kind } = await pinned(join(folder, name), software);
  const checked = ['sign-in', ...(signOut ? ['sign-out'] : []), ...(role ? ['role by group'] : [])].join(', ');
  return `| [${name}](${documentation}) | \`${software.package}\` | ${version} | ${kind} | ${checked} | ${settings} |`;
}

async function pinned(
  folder: string,
  { package: name, version }: Software,
): Promise<Pick<Software, 'version'> & { kind: string }> {
  if (version !== undefined) return { version, kind: 'Apache' };
  for (const manifest of MANIFESTS) {
    const path = join(folder, manifest.file);
    const pattern = manifest.version(name.replace(/[.[\]]/g, '\\$&'));
    const found = existsSync(path) ? pattern.exec(await readFile(path, 'utf8'))?.[1] : undefined;
    if (found !== undefined) return { version: found, kind: manifest.kind };
  }
  throw new Error(`No manifest in ${folder} pins ${name}.`);
}
