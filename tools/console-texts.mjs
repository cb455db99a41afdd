/**
 * The plugin of the bundler that joins the texts of each language of the console, and compiles them, so that the browser
 * needs no parser. A message without arguments stays a text; any other becomes the list of its parts, as
 * `console/src/texts/message.ts` describes them.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';

/** Replaces the file of texts that `texts/texts.ts` names for a language by all texts of the language. */
export const consoleTexts = {
  name: 'console-texts',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/texts\/[a-z]{2}\/shell\.json$/ }, ({ path }) => {
      const files = globSync(join(dirname(path), '*.json')).sort();
      const texts = files.flatMap((file) => Object.entries(JSON.parse(readFileSync(file, 'utf8'))));
      const compiled = Object.fromEntries(texts.map(([key, text]) => [key, compileMessage(text)]));
      if (Object.keys(compiled).length < texts.length) throw new Error(`Two files beside ${path} have the same key.`);
      const json = JSON.stringify(JSON.stringify(compiled));
      return { contents: `export default JSON.parse(${json});`, loader: 'js', watchFiles: files };
    });
  },
};

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
