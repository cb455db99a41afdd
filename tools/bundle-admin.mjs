/** Bundles `passgraph-admin` into one file, and collects the licences of the packages that the file contains. */
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

export async function bundle(folder) {
  const { metafile } = await build({
    entryPoints: [join(folder, 'src/main.ts')],
    outfile: join(folder, 'dist/passgraph-admin.js'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'node20',
    external: ['graphql', 'node:*'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  copyFileSync('schema.graphql', join(folder, 'dist/schema.graphql'));
  writeFileSync(join(folder, 'dist/third-party-licenses.txt'), licensesOf(Object.keys(metafile.inputs)));
}

/**
 * Returns the licence texts of all packages in the bundle. The MIT and ISC licences require that every copy of a
 * package comes with its licence text.
 */
function licensesOf(inputs) {
  const packages = inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const texts = [...new Set(packages.filter((path) => path !== undefined))].sort().map((path) => {
    const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined || !existsSync(join(path, file)))
      throw new Error(`The package in ${path} has no licence file, so it must not be bundled.`);
    const { name, version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${readFileSync(join(path, file), 'utf8').trim()}\n`;
  });
  return texts.join('\n----\n\n');
}
