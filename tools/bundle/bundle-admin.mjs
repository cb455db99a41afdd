/** Bundles `passgraph-admin` into one file, and collects the licences of the packages that the file contains. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { licensesOf } from './bundled-licenses.mjs';

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
