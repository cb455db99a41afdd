/** Bundles `passgraph-admin` into one file, with the licences of the packages that it contains. */
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

/** The licences of MIT and ISC demand that their text goes with each copy. */
function licensesOf(inputs) {
  const packages = inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  const texts = [...new Set(packages.filter((path) => path !== undefined))].sort().map((path) => {
    const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
    if (file === undefined || !existsSync(join(path, file))) throw new Error(`${path} has no licence text.`);
    const { name, version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
    return `${name} ${version}\n\n${readFileSync(join(path, file), 'utf8').trim()}\n`;
  });
  return texts.join('\n----\n\n');
}
