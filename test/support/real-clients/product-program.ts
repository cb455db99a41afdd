import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import type { Program } from '../guides.js';
import { SYSTEM_PATH } from './install.js';
import { lackOfPostgres, startPostgres } from './postgres.js';
import { startGroup } from './program-group.js';
import type { User } from './server.js';
import type { RoleCheck, Running, Settings, Software } from './software.js';
import type { Visitor } from './visitor.js';

/** A product, with configuration files in its folder `files`, in which `{{NAME}}` stands for a value. */
export interface Product {
  readonly name: string;
  readonly package: string;
  readonly documentation: string;
  /** Which settings of its documentation it uses, as Markdown. */
  readonly settings: string;
  /** The template of the catalogue, with values for its fields besides `url`. */
  readonly template: { readonly id: string; readonly values?: Readonly<Record<string, string>> };
  /** How a role shows that comes from membership in the group `admins`. */
  readonly role?: Omit<RoleCheck, 'read'> & {
    readonly read: (visitor: Visitor, origin: string, place: Place) => Promise<string>;
  };
  readonly isQuick?: true;
  /** Whether it needs a PostgreSQL server. */
  readonly needsPostgres?: true;
  readonly command: (place: Place) => readonly string[];
  /** Environment variables besides the values themselves, in which `{{NAME}}` stands for a value. */
  readonly env?: Readonly<Record<string, string>>;
  /** A path that answers without an error as soon as the product is ready. */
  readonly ready?: string;
  /** What it prints as soon as it is ready, if it does not answer at its origin. */
  readonly says?: RegExp;
  /** Signs the user in. Returns a text with what the product then knows about the user. */
  readonly signIn: (visitor: Visitor, origin: string, place: Place) => Promise<string>;
  readonly expected: (user: User) => readonly string[];
}

/** Where a product is installed, and where it keeps its data. */
export interface Place {
  readonly folder: string;
  readonly data: string;
}

/** Every product is checked in the same way, by its entry in the table. */
export function toSoftware(product: Product): Software {
  const { name, documentation, settings, template, role, isQuick = false, needsPostgres, signIn, expected } = product;
  let place: Place;
  return {
    name,
    package: product.package,
    documentation,
    settings,
    callback: '',
    template,
    ...(role !== undefined && {
      role: { ...role, read: (visitor: Visitor, { origin }: Running) => role.read(visitor, origin, place) },
    }),
    isQuick,
    ...(needsPostgres && { lacks: lackOfPostgres }),
    start: async (installed, values) => {
      const data = await mkdtemp(join(tmpdir(), 'passgraph-product-'));
      place = { folder: installed.folder, data };
      return startProduct(product, place, values);
    },
    signIn: (visitor, { origin }) => signIn(visitor, origin, place),
    expected,
  };
}

async function startProduct(product: Product, place: Place, settings: Settings): Promise<Running> {
  const { folder, data } = place;
  const postgres = product.needsPostgres ? await startPostgres() : undefined;
  const values = {
    ...namedValues(settings),
    ...{ DATA: data, FOLDER: folder, POSTGRES: postgres?.url ?? '' },
    INNER_PORT: `${await freePort()}`,
    OTHER_INNER_PORT: `${await freePort()}`,
  };
  await fillFiles(join(folder, 'files'), data, values);
  const env = Object.entries(product.env ?? {}).map(([name, value]) => [name, fill(value, values)]);
  const [command = '', ...args] = product.command(place).map((word) => fill(word, values));
  const program = startGroup(command, args, {
    cwd: data,
    env: { PATH: SYSTEM_PATH, ...values, ...pastedVariables(settings), ...Object.fromEntries(env) },
  });
  const stop = async () => {
    await program.stop();
    await postgres?.stop();
    await rm(data, { recursive: true, force: true });
  };
  await isReady(program, product, settings.origin).catch(async (error: Error) => {
    await stop();
    throw error;
  });
  return { origin: settings.origin, printed: program.printed, stop };
}

async function isReady(program: Program, { says, ready }: Product, origin: string): Promise<void> {
  if (says !== undefined) {
    await program.says(says);
    return;
  }
  await program.listens(`${origin}${ready ?? ''}`);
  while (ready !== undefined && !(await fetch(`${origin}${ready}`)).ok)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

/** `{{CATALOGUE}}` is the first file of the catalogue, `{{CATALOGUE_B}}` the second one. */
function namedValues({ issuer, client, port, origin, pasted }: Settings): Record<string, string> {
  const [first, second] = pasted?.files ?? [];
  return {
    ...{ ISSUER: issuer, CLIENT_ID: client.id, CLIENT_SECRET: client.secret, PORT: `${port}`, ORIGIN: origin },
    ...{ CATALOGUE: first?.text ?? '', CATALOGUE_B: second?.text ?? '' },
  };
}

/** The settings of the catalogue, if they are environment variables. */
function pastedVariables({ pasted }: Settings): Record<string, string> {
  if (!pasted?.files.some(({ format }) => format === 'env')) return {};
  return Object.fromEntries(pasted.settings.map(({ name, value }) => [name, value.replace(/^"(.*)"$/, '$1')]));
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{([A-Z_]+)\}\}/g, (whole, name) => values[name] ?? whole);
}

async function fillFiles(from: string, to: string, values: Readonly<Record<string, string>>): Promise<void> {
  if (!existsSync(from)) return;
  await cp(from, to, { recursive: true });
  const entries = await readdir(to, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    await writeFile(path, fill(await readFile(path, 'utf8'), values));
  }
}
