/**
 * This folder reads the files in `catalogue/` and makes of them what the server loads and the pages in
 * `docs/products`. It must not know how the server uses a template. `catalogue-file.ts` describes a file; to understand
 * this folder, read this file first.
 */

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ApplicationTemplate, TemplateField } from '../../src/admin/catalogue/application-template.js';
import { KNOWN_PLACEHOLDERS, placeholdersIn } from '../../src/admin/catalogue/fill-template.js';
import { type CatalogueFile, catalogueFile, UNVERIFIED } from './catalogue-file.js';

const FOLDER = 'catalogue';

/** Reads and checks all files of the catalogue, in the order of the names of the applications. */
export async function readCatalogue(folder = FOLDER): Promise<ApplicationTemplate[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
  const templates = await Promise.all(
    files.map(async (file) => compileFile(basename(file, '.yaml'), await readFile(join(folder, file), 'utf8'))),
  );
  return templates.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Returns the text of the file that the server loads. */
export async function makeCatalogue(): Promise<string> {
  return `${JSON.stringify(await readCatalogue(), null, 1)}\n`;
}

/** Checks the text of one file. `id` is the name of the file. */
export function compileFile(id: string, yaml: string): ApplicationTemplate {
  const result = catalogueFile.safeParse(parse(yaml));
  if (!result.success) throw new Error(`${FOLDER}/${id}.yaml is wrong:\n${z.prettifyError(result.error)}`);
  const file = result.data;
  const template = toTemplate(id, file);
  for (const problem of [...sourceProblems(file), ...placeholderProblems(template)])
    throw new Error(`${FOLDER}/${id}.yaml ${problem}.`);
  return template;
}

function toTemplate(id: string, file: CatalogueFile): ApplicationTemplate {
  const { url, ...others } = file.fields;
  const fields = [
    toField('url', { label: 'The URL of the application', example: `https://${id}.example.com`, ...url }),
    ...Object.entries(others).map(([name, field]) => toField(name, field)),
  ];
  const used = new Set(placeholdersIn([file.client, file.settings, file.files, file.roles]));
  const needsUrl = ['url', 'host', 'hostname'].some((name) => used.has(name));
  const settings = file.settings.map(({ name, value }) => ({ name, value }));
  return {
    id,
    name: file.name,
    category: file.category,
    description: file.description,
    website: file.website,
    support: file.support.value,
    fields: fields.filter(({ name }) => name !== 'url' || needsUrl),
    client: Object.fromEntries(Object.entries(file.client).map(([name, { value }]) => [name, value])),
    settings,
    files: file.files.map((one) => ({ name: one.name, format: one.format, text: fileText(one, settings) })),
    roles: file.roles?.text ?? null,
    failures: file.failures.map(({ symptom, cause }) => ({ symptom, cause })),
    sources: Object.entries(file.sources).map(([name, { at, read }]) => ({
      url: at,
      readOn: read,
      values: sourcesOf(file).flatMap(([value, source]) => (source === name ? [value] : [])),
    })),
    unverified: sourcesOf(file).flatMap(([value, source]) => (source === UNVERIFIED ? [value] : [])),
  };
}

function toField(name: string, { label, example, ...field }: CatalogueFile['fields'][string]): TemplateField {
  return { name, label, example, default: field.default ?? null };
}

function fileText(
  { text, format, section }: CatalogueFile['files'][number],
  settings: readonly { readonly name: string; readonly value: string }[],
): string {
  if (text !== undefined) return text;
  const equals = format === 'env' ? '=' : ' = ';
  const lines = settings.map(({ name, value }) => `${name}${equals}${value}`);
  return [...(section === undefined ? [] : [`[${section}]`]), ...lines].join('\n');
}

/** Each value of a file, with the name of its source. */
function sourcesOf(file: CatalogueFile): (readonly [value: string, source: string])[] {
  return [
    ['support', file.support.source],
    ...Object.entries(file.client).map(([name, { source }]) => [name, source] as const),
    ...file.settings.map(({ name, source }) => [name, source] as const),
    ...file.files.map(({ name, source }) => [name, source] as const),
    ...(file.roles === undefined ? [] : [['roles', file.roles.source] as const]),
    ...file.failures.map(({ symptom, source }) => [symptom, source] as const),
  ];
}

function sourceProblems(file: CatalogueFile): string[] {
  const used = new Set(sourcesOf(file).map(([, source]) => source));
  const known = Object.keys(file.sources);
  return [
    ...[...used].filter((name) => name !== UNVERIFIED && !known.includes(name)).map((name) => `has no source ${name}`),
    ...known.filter((name) => !used.has(name)).map((name) => `uses the source ${name} for nothing`),
  ];
}

function placeholderProblems(template: ApplicationTemplate): string[] {
  const { fields, client, settings, files, roles, failures } = template;
  const used = placeholdersIn([client, settings, files, roles]);
  const shown = [...used, ...placeholdersIn(failures)];
  const known = new Set([...KNOWN_PLACEHOLDERS, ...fields.map(({ name }) => name)]);
  const isPublic = client.tokenEndpointAuthMethod === 'NONE';
  return [
    ...shown.filter((name) => !known.has(name)).map((name) => `has the unknown placeholder {{${name}}}`),
    ...fields.filter(({ name }) => name !== 'url' && !used.includes(name)).map(({ name }) => `never uses ${name}`),
    ...(isPublic && used.includes('client_secret') ? ['uses the secret of a public client'] : []),
    ...(placeholdersIn(client).some((name) => name.startsWith('client_')) ? ['has a client that names itself'] : []),
  ];
}
