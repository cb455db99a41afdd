/** Bundles the console into files whose names contain a hash of their content, and writes which of them a page loads. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { licensesOf } from './bundled-licenses.mjs';
import { consoleTexts } from './console-texts.mjs';

const FOLDER = 'console/dist';
const MAIN = 'console/src/main.tsx';
const STYLE = 'console/src/styles/console.css';
const EXPLORER = 'console/src/screens/explorer/explorer.tsx';

export async function bundleConsole() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const { metafile } = await build({
    entryPoints: [MAIN, STYLE],
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
    plugins: [consoleTexts],
    logLevel: 'warning',
  });
  checkLargePackages(metafile);
  const used = [...reachable(metafile, MAIN, true), outputOf(metafile, STYLE)];
  for (const file of Object.keys(metafile.outputs)) {
    if (used.includes(file)) compress(file);
    else rmSync(file);
  }
  writeFileSync(join(FOLDER, 'third-party-licenses.txt'), licensesOf(Object.keys(metafile.inputs)));
  writeFileSync(join(FOLDER, 'entry.json'), JSON.stringify(entryOf(metafile)));
  writeFileSync(join(FOLDER, 'sizes.json'), `${JSON.stringify(sizesOf(metafile, used), null, 2)}\n`);
}

/** Writes the file once more as the server sends it to most browsers. */
function compress(file) {
  const content = readFileSync(file);
  const parameters = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: parameters }));
}

/** What the page of the console loads: the script with the files that it needs at once, the style, and one language. */
function entryOf(metafile) {
  const script = outputOf(metafile, MAIN);
  return {
    script: basename(script),
    style: basename(outputOf(metafile, STYLE)),
    preload: [...reachable(metafile, MAIN, false)].filter((file) => file !== script).map((file) => basename(file)),
    texts: Object.fromEntries(languagesOf(metafile).map(({ lang, file }) => [lang, basename(file)])),
  };
}

/** The bytes that a browser loads, compressed. `test/console/sizes.test.ts` limits them. */
function sizesOf(metafile, used) {
  const sizeOf = (files) => [...new Set(files)].reduce((sum, file) => sum + readFileSync(`${file}.br`).length, 0);
  const start = [...reachable(metafile, MAIN, false), outputOf(metafile, STYLE)];
  const languages = languagesOf(metafile);
  const screens = entriesIn(metafile, /^console\/src\/screens\//).map(({ source, file }) => ({
    source,
    files: reachable(metafile, source, false),
    file,
  }));
  const added = ({ files }) => sizeOf([...files].filter((file) => !start.includes(file)));
  const ordinary = screens.filter(({ source }) => source !== EXPLORER);
  const explorer = screens.find(({ source }) => source === EXPLORER);
  const largestScreen = Math.max(...ordinary.map(added));
  const largestLanguage = Math.max(...languages.map(({ file }) => sizeOf([file])));
  const withoutExplorer = used.filter(
    (file) =>
      !languages.some((language) => language.file === file) && (explorer === undefined || file !== explorer.file),
  );
  return {
    entry: sizeOf(start),
    'largest screen': largestScreen,
    'largest language': largestLanguage,
    'entry, largest screen and one language': sizeOf(start) + largestScreen + largestLanguage,
    'everything but the Explorer, with one language': sizeOf(withoutExplorer) + largestLanguage,
    ...(explorer !== undefined && { Explorer: added(explorer) }),
  };
}

function languagesOf(metafile) {
  return entriesIn(metafile, /^console\/src\/texts\//).map(({ source, file }) => ({
    lang: source.split('/')[3],
    file,
  }));
}

function entriesIn({ outputs }, sources) {
  return Object.entries(outputs).flatMap(([file, { entryPoint: source }]) =>
    source !== undefined && sources.test(source) ? [{ source, file }] : [],
  );
}

function outputOf({ outputs }, source) {
  return Object.keys(outputs).find((file) => outputs[file].entryPoint === source);
}

/** The files that a browser loads for a source: at once, or also those that it loads later. */
function reachable(metafile, source, withLater) {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    for (const { path, kind, external } of metafile.outputs[file].imports) {
      if (!external && (withLater || kind !== 'dynamic-import')) visit(path);
    }
  };
  visit(outputOf(metafile, source));
  return found;
}

const LARGE_PACKAGES = /node_modules\/(graphql|graphql-language-service|cm6-graphql|@codemirror|@lezer)\//;

/** The browser loads these packages only with the Explorer, so they must be in its file and in no other. */
function checkLargePackages({ outputs }) {
  for (const [file, { inputs }] of Object.entries(outputs)) {
    const large = Object.keys(inputs).find((input) => LARGE_PACKAGES.test(input));
    if (large !== undefined && !(EXPLORER in inputs))
      throw new Error(`${file} contains ${large}, but not the Explorer.`);
  }
}
