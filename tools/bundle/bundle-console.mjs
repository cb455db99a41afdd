/** Bundles the console into files whose names contain a hash of their content, and writes which of them a page loads. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import { licensesOf } from './bundled-licenses.mjs';
import { consoleOperations } from './console-operations.mjs';
import { consoleParts } from './console-parts.mjs';
import { consoleTexts } from './console-texts.mjs';

const FOLDER = 'console/dist';
const MAIN = 'console/src/main.tsx';
const START = 'console/src/start.ts';
const LIST_OF_SCREENS = 'console/src/shell/screens.ts';
/** The folder with the texts of each language, and what names their files in the list of inputs. */
const LANGUAGES = 'console/src/texts';
const SCREENS = 'console/src/screens/';
const TEXTS = 'console-texts:';
const STYLE = 'console/src/styles/console.css';
const EXPLORER = 'console/src/screens/explorer/explorer.tsx';

export async function bundleConsole() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const { metafile } = await build({
    entryPoints: [START, MAIN, STYLE],
    outdir: join(FOLDER, 'files'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    // Modules are always read as UTF-8. Escapes would make the texts of most languages larger.
    charset: 'utf8',
    platform: 'browser',
    target: ['chrome120', 'firefox121', 'safari17'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    metafile: true,
    alias: { nullthrows: resolve('tools/bundle/nullthrows.mjs') },
    plugins: [consoleTexts, consoleOperations, consoleParts],
    logLevel: 'warning',
  });
  checkPackages(metafile);
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

/** What the page of the console loads: the scripts with the files that they need at once, the style, and the texts. */
function entryOf(metafile) {
  const script = outputOf(metafile, MAIN);
  const start = Object.keys(metafile.outputs).find((file) => metafile.outputs[file].inputs[START]?.bytesInOutput > 0);
  const first = reachable(metafile, MAIN, false);
  return {
    start: basename(start),
    script: basename(script),
    style: basename(outputOf(metafile, STYLE)),
    preload: namesOf([...first].filter((file) => file !== script && file !== start)),
    texts: Object.fromEntries(languagesOf(metafile).map((lang) => [lang, textsIn(metafile, lang)])),
    screens: screenSources().map(({ paths, source }) => {
      const files = [...reachable(metafile, source, false)].filter((file) => !first.has(file));
      return { paths, files: namesOf(files), texts: textsNamedIn(metafile, files) };
    }),
  };
}

/** The files with the texts of a language, by the names with which screens load them. */
function textsIn(metafile, lang) {
  const files = entriesIn(metafile, new RegExp(`^${LANGUAGES}/${lang}/`));
  return Object.fromEntries(files.map(({ source, file }) => [basename(source, '.json'), basename(file)]));
}

/** The names of the texts that these files load before they run. */
function textsNamedIn(metafile, files) {
  const inputs = files.flatMap((file) => Object.keys(metafile.outputs[file].inputs));
  return inputs.filter((input) => input.startsWith(TEXTS)).map((input) => input.slice(TEXTS.length));
}

/** The paths of each screen, with the file that the console imports for them. */
function screenSources() {
  const list = readFileSync(LIST_OF_SCREENS, 'utf8')
    .split(/^ {2}\{$/m)
    .slice(1);
  return list.map((screen) => ({
    paths: [.../paths: \[(.*)\]/.exec(screen)[1].matchAll(/'([^']+)'/g)].map(([, path]) => path),
    source: `${SCREENS}${/import\('\.\.\/screens\/(.*)\.js'\)/.exec(screen)[1]}.tsx`,
  }));
}

function namesOf(files) {
  return files.map((file) => basename(file));
}

/** The bytes that a browser loads, compressed. `test/console/sizes.test.ts` limits them. */
function sizesOf(metafile, used) {
  const sizeOf = (files) => [...new Set(files)].reduce((sum, file) => sum + readFileSync(`${file}.br`).length, 0);
  const start = [...reachable(metafile, MAIN, false), outputOf(metafile, STYLE)];
  const languages = languagesOf(metafile);
  /** The texts of the frame and of what these files name, in the language in which they are the longest. */
  const textsOf = (files) => {
    const names = ['shell', ...textsNamedIn(metafile, [...files])];
    return Math.max(
      ...languages.map((lang) => sizeOf(names.map((name) => outputOf(metafile, `${LANGUAGES}/${lang}/${name}.json`)))),
    );
  };
  const screens = entriesIn(metafile, /^console\/src\/screens\//).map(({ source, file }) => {
    const files = reachable(metafile, source, false);
    const sizeWith = (part) => {
      const all = [...files, ...part];
      return sizeOf(all.filter((one) => !start.includes(one))) + textsOf([...start, ...all]);
    };
    return { source, file, size: Math.max(...[[], ...partsOf(metafile, files)].map(sizeWith)) };
  });
  const largestOf = (shown) => Math.max(...shown.map(({ size }) => size));
  const ordinary = screens.filter(({ source }) => source !== EXPLORER);
  const isLanguage = (file) => metafile.outputs[file].entryPoint?.startsWith(`${LANGUAGES}/`) === true;
  const inLanguage = (lang) =>
    used.filter((file) => {
      const { entryPoint } = metafile.outputs[file];
      return entryPoint?.startsWith(`${LANGUAGES}/${lang}/`) === true && !entryPoint.endsWith('/explorer.json');
    });
  const explorer = screens.filter(({ source }) => source === EXPLORER);
  const withoutExplorer = used.filter((file) => !isLanguage(file) && !explorer.some((one) => one.file === file));
  return {
    entry: sizeOf(start),
    'largest screen, with its texts': largestOf(ordinary),
    'entry, largest screen and one language': sizeOf(start) + largestOf(ordinary),
    'everything but the Explorer, with one language':
      sizeOf(withoutExplorer) + Math.max(...languages.map((lang) => sizeOf(inLanguage(lang)))),
    'Explorer, with its texts': largestOf(explorer),
  };
}

/** The parts that a screen loads later, such as its tabs, each with its files. */
function partsOf(metafile, files) {
  const later = [...files].flatMap((file) =>
    metafile.outputs[file].imports.filter(({ kind }) => kind === 'dynamic-import'),
  );
  const sources = later
    .map(({ path }) => metafile.outputs[path].entryPoint)
    .filter((source) => source.startsWith(SCREENS));
  return sources.map((source) => reachable(metafile, source, false));
}

function languagesOf(metafile) {
  return entriesIn(metafile, /^console\/src\/texts\/[a-z]+\/shell\.json$/).map(({ source }) => source.split('/')[3]);
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
function checkPackages({ inputs: all, outputs }) {
  const old = Object.keys(all).find((input) => all[input].format === 'cjs');
  if (old !== undefined) throw new Error(`${old} is a CommonJS module, so all files of the console would be larger.`);
  for (const [file, { inputs }] of Object.entries(outputs)) {
    const large = Object.keys(inputs).find((input) => LARGE_PACKAGES.test(input));
    if (large !== undefined && !(EXPLORER in inputs))
      throw new Error(`${file} contains ${large}, but not the Explorer.`);
  }
}
