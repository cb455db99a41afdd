import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import {
  type Message,
  makeMessageFormat,
  type PackedMessages,
  unpackMessages,
} from '../../console/src/texts/message.js';

const FOLDER = 'console/src/texts';
const languages = globSync(`${FOLDER}/*/`).map((folder) => basename(folder));

type Tree = ReturnType<IntlMessageFormat['getAst']>;

function textsOf(lang: string): Record<string, string> {
  const files = globSync(`${FOLDER}/${lang}/*.json`);
  return Object.assign({}, ...files.map((file) => JSON.parse(readFileSync(file, 'utf8'))));
}

function treeOf(text: string, lang: string): Tree {
  return new IntlMessageFormat(text, lang, undefined, { ignoreTag: true }).getAst();
}

/** The names and kinds of the values that a message takes, and of the choices that are the same in each language. */
function takes(tree: Tree): string[] {
  const found = tree.flatMap((part) => {
    if (!('value' in part) || part.type === 0) return [];
    const name = `${part.type} ${part.value}`;
    if (!('options' in part)) return [name];
    const keys = part.type === 5 ? Object.keys(part.options).sort().join() : '';
    return [`${name} ${keys}`, ...Object.values(part.options).flatMap(({ value }) => takes(value))];
  });
  return [...new Set(found)].sort();
}

/** Values for a message: each choice once, and several numbers. */
function examplesFor(tree: Tree): Record<string, string | number>[] {
  const names = takes(tree).map((one) => one.split(' '));
  return [0, 1, 2, 1234].map((number, index) =>
    Object.fromEntries(
      names.map(([type, name = '', keys = '']) => [
        name,
        type === '5' ? (keys.split(',')[index] ?? 'other') : type === '1' ? `value ${index}` : number,
      ]),
    ),
  );
}

/** All texts of a language, as the bundler has compiled them. */
async function builtTexts(files: readonly string[]): Promise<Record<string, Message>> {
  const loaded = files.map((file) => import(pathToFileURL(`console/dist/files/${file}`).href));
  const texts = (await Promise.all(loaded)) as { readonly default: PackedMessages }[];
  return Object.assign({}, ...texts.map((one) => unpackMessages(one.default)));
}

describe('the texts of the console', () => {
  it.each(languages)('in the language %s have all keys with the same values', (lang) => {
    const english = textsOf('en');
    const texts = textsOf(lang);
    expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(texts))
      expect([key, takes(treeOf(text, lang))]).toEqual([key, takes(treeOf(english[key] ?? '', 'en'))]);
  });

  it('are all used by a screen', () => {
    const files = globSync('console/src/**/*.{ts,tsx}', { exclude: (path) => path.includes('generated') });
    const sources = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    const named = new Set([...sources.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)].map(([, key]) => key));
    // Some keys end with a value, such as `status.${status}`.
    const made = [...sources.matchAll(/`([\w-]+\.[^`]*\$\{[^`]*)`/g)].map(
      ([, text = '']) => new RegExp(`^${text.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '.+')}$`),
    );
    const unused = Object.keys(textsOf('en')).filter((key) => !named.has(key) && !made.some((one) => one.test(key)));
    expect(unused).toEqual([]);
  });

  it('say in the browser what the ICU messages say', async () => {
    const { texts } = JSON.parse(readFileSync('console/dist/entry.json', 'utf8')) as {
      texts: Record<string, Record<string, string>>;
    };
    expect(Object.keys(texts).sort()).toEqual([...languages].sort());
    for (const lang of languages) {
      const messages = await builtTexts(Object.values(texts[lang] ?? {}));
      const { format } = makeMessageFormat(lang);
      for (const [key, text] of Object.entries(textsOf(lang))) {
        const tree = treeOf(text, lang);
        const message = new IntlMessageFormat(tree, lang);
        for (const values of examplesFor(tree))
          expect([key, format(messages[key] ?? '', values)]).toEqual([key, message.format(values)]);
      }
    }
  });

  it('keep elements as pieces, and demand every value', () => {
    const { pieces, format } = makeMessageFormat('en');
    const link = { href: '/' };
    expect(pieces([['name'], ' signed in'], { name: link })).toEqual([link, ' signed in']);
    expect(() => format([['name']], {})).toThrow('name');
  });
});
