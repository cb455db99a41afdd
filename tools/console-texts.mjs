/**
 * The plugin of the bundler for the texts of the console. It compiles the ICU messages, so that the browser needs no
 * parser: a message without arguments stays a text, and any other becomes the list of its parts, as
 * `console/src/texts/message.ts` describes them. The texts of the frame are one file for each language. Each module that
 * names a key of another file of texts waits until the browser has loaded this file in the language of the user.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { importsOfParts } from './console-parts.mjs';

const FOLDER = 'console/src/texts';
/** The files of texts that all screens need. The first of them stands for all of them in `texts/texts.ts`. */
const FRAME = ['shell', 'parts'];
const NAMESPACE = 'console-texts';

export const consoleTexts = {
  name: NAMESPACE,
  setup: ({ onLoad, onResolve }) => {
    const files = filesOfPrefixes();
    onLoad({ filter: /\/texts\/[a-z]{2}\/shell\.json$/ }, ({ path }) => {
      const names = globSync(join(dirname(path), '*.json')).map((file) => basename(file, '.json'));
      const later = names.filter((name) => !FRAME.includes(name)).sort();
      const loads = later.map((name) => `${JSON.stringify(name)}: () => import('./${name}.json')`);
      const texts = FRAME.map((name) => join(dirname(path), `${name}.json`));
      return {
        contents: `${moduleOf(texts)}\nexport const later = { ${loads.join(', ')} };`,
        resolveDir: dirname(path),
      };
    });
    onLoad({ filter: /\/texts\/[a-z]{2}\/[a-z-]+\.json$/ }, ({ path }) => ({ contents: moduleOf([path]) }));
    onLoad({ filter: /\/console\/src\/.*\.tsx?$/ }, ({ path }) => {
      if (/\/src\/(texts|generated)\//.test(path)) return undefined;
      const source = readFileSync(path, 'utf8');
      const imports = namedIn(source, files).map((name) => `import '${NAMESPACE}:${name}';`);
      return { contents: [...importsOfParts(path), ...imports, source].join(''), loader: extname(path).slice(1) };
    });
    onResolve({ filter: /^console-texts:/ }, ({ path }) => ({
      path: path.slice(NAMESPACE.length + 1),
      namespace: NAMESPACE,
      sideEffects: true,
    }));
    onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path: name }) => ({
      contents: `import { loadLater } from './texts.ts';\nawait loadLater(${JSON.stringify(name)});`,
      resolveDir: resolve(FOLDER),
    }));
  },
};

/** Maps the beginning of keys, up to the first dot, to the files that contain such keys. */
function filesOfPrefixes() {
  const files = new Map();
  for (const file of globSync(`${FOLDER}/en/*.json`)) {
    const keys = Object.keys(JSON.parse(readFileSync(file, 'utf8')));
    const name = basename(file, '.json');
    if (FRAME.includes(name)) continue;
    for (const prefix of new Set(keys.map((key) => key.split('.')[0])))
      files.set(prefix, [...(files.get(prefix) ?? []), name]);
  }
  return files;
}

/** The files of texts whose keys a module names, such as 'people.title' or `status.${status}`. */
function namedIn(source, files) {
  const prefixes = [...source.matchAll(/['"`]([a-zA-Z]+)\./g)].map(([, prefix]) => prefix);
  return [...new Set(prefixes.flatMap((prefix) => files.get(prefix) ?? []))].sort();
}

function moduleOf(files) {
  const texts = files.flatMap((file) => Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
  const compiled = Object.fromEntries(texts.map(([key, text]) => [key, compileMessage(text)]));
  if (Object.keys(compiled).length < texts.length) throw new Error(`Two of the files ${files} have the same key.`);
  return `export default JSON.parse(${JSON.stringify(JSON.stringify(compiled))});`;
}

/** The kinds of parts in the syntax tree of the parser. */
const LITERAL = 0;
const ARGUMENT = 1;
const NUMBER = 2;
const SELECT = 5;
const PLURAL = 6;
const POUND = 7;

function compileMessage(text) {
  const parts = IntlMessageFormat.__parse(text, { ignoreTag: true, captureLocation: false });
  const compiled = parts.map((part) => compilePart(part, text));
  if (compiled.length === 0) return '';
  return compiled.length === 1 && typeof compiled[0] === 'string' ? compiled[0] : compiled;
}

function compilePart(part, text) {
  const { type, value } = part;
  if (type === LITERAL) return value;
  if (type === ARGUMENT) return [value];
  if (type === NUMBER && part.style == null) return [value, 'number'];
  if (type === POUND) return [];
  if (type === SELECT) return [value, 'select', compileOptions(part, text)];
  if (type === PLURAL && part.offset === 0) return [value, part.pluralType, compileOptions(part, text)];
  throw new Error(`The console cannot show this message: ${text}`);
}

function compileOptions({ options }, text) {
  const entries = Object.entries(options).map(([name, { value }]) => [
    name,
    value.map((part) => compilePart(part, text)),
  ]);
  return Object.fromEntries(entries);
}
