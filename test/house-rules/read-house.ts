import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { parseSources, readTexts, type Source } from '../support/source.js';

/** Reads all code that the house rules apply to, by its path in the repository. */
export async function readHouse(): Promise<Source[]> {
  const packages = (await readdir('packages')).flatMap((name) => [`packages/${name}/src`, `packages/${name}/bin`]);
  const folders = ['src', 'console/src', ...packages].filter((folder) => existsSync(folder));
  return parseSources(await readAll(folders, /\.(tsx?|js)$/));
}

/** Reads the documents that people read, by their path in the repository. */
export async function readDocuments(): Promise<Record<string, string>> {
  const isDocument = /\.(md|ya?ml|graphql)$|^Dockerfile$/;
  const top = (await readdir('.')).filter((name) => isDocument.test(name));
  const texts = await Promise.all(top.map(async (name) => [name, await readFile(name, 'utf8')] as const));
  const folders = ['docs', 'deploy', 'examples', '.github', '.devcontainer'].filter((folder) => existsSync(folder));
  const packages = await readTexts('packages', /^[^/]+\/[^/]+\.md$/);
  return {
    ...Object.fromEntries(texts),
    ...(await readAll(folders, isDocument)),
    ...Object.fromEntries(Object.entries(packages).map(([path, text]) => [`packages/${path}`, text])),
  };
}

async function readAll(folders: readonly string[], names: RegExp): Promise<Record<string, string>> {
  const trees = await Promise.all(
    folders.map(async (folder) =>
      Object.entries(await readTexts(folder, names)).map(([path, text]) => [`${folder}/${path}`, text] as const),
    ),
  );
  return Object.fromEntries(trees.flat());
}
