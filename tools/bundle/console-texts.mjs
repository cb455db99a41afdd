/**
 * The plugin of the bundler for the texts of the console. It compiles the ICU messages, so that the browser needs no
 * parser: a message without arguments stays a text, and any other becomes the list of its parts, as
 * `console/src/texts/message.ts` describes them. Keys and messages are apart, because similar texts beside each other
 * compress better. The texts of the frame are one file for each language. Each module that names a key of another file
 * of texts waits until the browser has loaded this file in the language of the user. Small files that are often needed
 * together are bundled as one, because Brotli compresses one long text better.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { importsOfParts } from './console-parts.mjs';

const FOLDER = 'console/src/texts';
/** The files of texts that all screens need. */
const FRAME = ['shell', 'parts', 'pick'];
/** The files that are bundled as one. The first of them stands for all of them. */
const TOGETHER = [
  FRAME,
  ['events', 'activity', 'overview', 'permissions'],
  ['applications', 'claim-rules'],
  ['webhooks', 'api-keys', 'branding', 'issuers', 'roles', 'scopes', 'server', 'groups'],
];
const NAMESPACE = 'console-texts';

export const consoleTexts = {
  name: NAMESPACE,
  setup: ({ onLoad, onResolve }) => {
    const files = filesOfPrefixes();
    onLoad({ filter: /\/texts\/[a-z]{2}\/shell\.json$/ }, ({ path }) => {
      const names = globSync(join(dirname(path), '*.json')).map((file) => bundleOf(basename(file, '.json')));
      const later = [...new Set(names)].filter((name) => name !== FRAME[0]).sort();
      const loads = later.map((name) => `${JSON.stringify(name)}: () => import('./${name}.json')`);
      return {
        contents: `${moduleOf(path)}\nexport const later = { ${loads.join(', ')} };`,
        resolveDir: dirname(path),
      };
    });
    onLoad({ filter: /\/texts\/[a-z]{2}\/[a-z-]+\.json$/ }, ({ path }) => ({ contents: moduleOf(path) }));
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

/** The file that stands for all that are bundled with this one. */
function bundleOf(name) {
  return TOGETHER.find((names) => names.includes(name))?.[0] ?? name;
}

/** Maps the beginning of keys, up to the first dot, to the bundles that contain such keys. */
function filesOfPrefixes() {
  const files = new Map();
  for (const file of globSync(`${FOLDER}/en/*.json`)) {
    const keys = Object.keys(JSON.parse(readFileSync(file, 'utf8')));
    const name = basename(file, '.json');
    if (FRAME.includes(name)) continue;
    for (const prefix of new Set(keys.map((key) => key.split('.')[0])))
      files.set(prefix, [...(files.get(prefix) ?? []), bundleOf(name)]);
  }
  return files;
}

/** The bundles of texts whose keys a module names, such as 'people.title' or `status.${status}`. */
function namedIn(source, files) {
  const prefixes = [...source.matchAll(/['"`]([a-zA-Z]+)\./g)].map(([, prefix]) => prefix);
  return [...new Set(prefixes.flatMap((prefix) => files.get(prefix) ?? []))].sort();
}

function moduleOf(path) {
  const first = basename(path, '.json');
  const names = TOGETHER.find(([name]) => name === first) ?? [first];
  const files = names.map((name) => join(dirname(path), `${name}.json`));
  const texts = files.flatMap((file) => Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
  const keys = texts.map(([key]) => key);
  if (new Set(keys).size < texts.length) throw new Error(`Two of the files ${files} have the same key.`);
  const lines = texts.map(([, text]) => lineOf(compileMessage(text)));
  return `export default ${JSON.stringify({ keys: packedKeys(keys), messages: lines.join('\n') })};`;
}

/** Each key without the segments at its beginning that it shares with the key before it, after their number. */
function packedKeys(keys) {
  return keys
    .map((key, position) => {
      const segments = key.split('.');
      const before = keys[position - 1]?.split('.') ?? [];
      const shared = segments.slice(0, -1).findIndex((segment, place) => segment !== before[place]);
      const count = shared === -1 ? segments.length - 1 : shared;
      return `${count}${segments.slice(count).join('.')}`;
    })
    .join(' ');
}

/** A text, or the list of the parts of a message as JSON. */
function lineOf(message) {
  if (typeof message !== 'string') return JSON.stringify(message);
  return /^\[|\n/.test(message) ? JSON.stringify([message]) : message;
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
