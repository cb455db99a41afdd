/** Bundles the console into files whose names contain a hash of their content, and writes which of them a page loads. */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { licensesOf } from './bundled-licenses.mjs';

const FOLDER = 'console/dist';

export async function bundleConsole() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const { metafile } = await build({
    entryPoints: ['console/src/main.tsx', 'console/src/styles/console.css'],
    outdir: join(FOLDER, 'files'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome120', 'firefox121', 'safari17'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    metafile: true,
    plugins: [joinTexts],
    logLevel: 'warning',
  });
  checkLargePackages(metafile);
  writeFileSync(join(FOLDER, 'third-party-licenses.txt'), licensesOf(Object.keys(metafile.inputs)));
  const entries = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint !== undefined);
  const named = (source) => basename(entries.find(([, { entryPoint }]) => entryPoint === source)[0]);
  const entry = { script: named('console/src/main.tsx'), style: named('console/src/styles/console.css') };
  writeFileSync(join(FOLDER, 'entry.json'), JSON.stringify(entry));
}

/** Replaces the file of texts that `texts/texts.ts` names for a language by all texts of the language. */
const joinTexts = {
  name: 'join-texts',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/texts\/[a-z]{2}\/shell\.json$/ }, ({ path }) => {
      const files = globSync(join(dirname(path), '*.json')).sort();
      const texts = Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(file, 'utf8'))));
      return {
        contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(texts))});`,
        loader: 'js',
        watchFiles: files,
      };
    });
  },
};

const LARGE_PACKAGES = /node_modules\/(graphql|graphql-language-service|cm6-graphql|@codemirror|@lezer)\//;
const EXPLORER = 'console/src/screens/explorer/explorer.tsx';

/** The browser loads these packages only with the Explorer, so they must be in its file and in no other. */
function checkLargePackages({ outputs }) {
  for (const [file, { inputs }] of Object.entries(outputs)) {
    const large = Object.keys(inputs).find((input) => LARGE_PACKAGES.test(input));
    if (large !== undefined && !(EXPLORER in inputs))
      throw new Error(`${file} contains ${large}, but not the Explorer.`);
  }
}
