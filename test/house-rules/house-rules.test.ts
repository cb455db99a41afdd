import { describe, expect, it } from '@jest/globals';
import { parseSources, type Source } from '../support/source.js';
import { CODE_RULES } from './code-rules.js';
import { FOLDER_RULES } from './folder-rules.js';
import { IMPORT_RULES } from './import-rules.js';
import { readDocuments, readHouse } from './read-house.js';
import type { SourceRule } from './source-rule.js';
import { unclear, WORD_RULES } from './word-rules.js';

const RULES = { ...IMPORT_RULES, ...CODE_RULES, ...FOLDER_RULES, ...WORD_RULES } as const;
const house = await readHouse();

/** Files by their path, in `src` unless the path names another folder. */
type Tree = Readonly<Record<string, string>>;

const PREAMBLE = '/** This folder owns one thing. It must not know the others. */\n\n';

function folderOf(count: number): Tree {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`access/file-${index}.ts`, '']));
}

/** For each rule, files that break it once. A text alone is a file of `access`. */
const BREACHES: Readonly<Record<keyof typeof RULES, readonly (string | Tree)[]>> = {
  'imports run one way': [
    { 'model/a.ts': `import { b } from '../keys/b.js';` },
    { 'model/a.ts': `import type { B } from '../keys/b.js';` },
    { 'model/a.ts': `export { b } from '../keys/b.js';` },
    { 'model/a.ts': `export * from '../keys/b.js';` },
    { 'model/a.ts': `const b = await import('../keys/b.js');` },
    { 'model/a.ts': `type B = import('../keys/b.js').B;` },
    { 'keys/a.ts': `import '../access/b.js';` },
    { 'access/a.ts': `import '../oidc/b.js';` },
    { 'oidc/a.ts': `import '../basic/b.js';` },
    { 'webauthn/a.ts': `import '../oidc/b.js';` },
    { 'basic/a.ts': `import '../admin/b.js';` },
    { 'admin/a.ts': `import '../storage/b.js';` },
    { 'storage/a.ts': `import '../keys/b.js';` },
    { 'pages/a.ts': `import '../http/b.js';` },
    { 'graphql/a.ts': `import '../http/b.js';` },
    { 'jobs/a.ts': `import '../storage/b.js';` },
    { 'http/a.ts': `import '../graphql/b.js';` },
    { 'account/a.ts': `import '../http/b.js';` },
    { 'admin/a.ts': `import '../account/b.js';` },
    { 'audit/a.ts': `import '../access/b.js';` },
    { 'http/a.ts': `import '../app.js';`, 'app.ts': '' },
    { 'app.ts': `import './main.js';`, 'main.ts': '' },
    { 'app.ts': `import './config/load-config.js';`, 'config/load-config.ts': '' },
    { 'http/a.ts': `import '../../package.json' with { type: 'json' };` },
    { 'elsewhere/a.ts': '' },
    { 'packages/admin/src/a.ts': `import '../../../src/model/b.js';` },
    { 'admin/a.ts': `import '../../packages/admin/src/b.js';` },
    { 'main.ts': `import '../packages/admin/src/b.js';` },
    { 'main.ts': `import '../tools/b.js';` },
    { 'packages/admin/src/a.ts': `import '../../../tools/b.js';` },
    { 'packages/other/src/a.ts': '' },
  ],
  'the scripts of pages load no other code': [
    { 'pages/browser/a.ts': `import '../b.js';` },
    { 'pages/browser/a.ts': `import '@simplewebauthn/browser';` },
    { 'pages/browser/a.ts': `import { type B } from '../b.js';` },
  ],
  'imports have no cycles': [
    { 'oidc/a.ts': `import './a.js';` },
    { 'oidc/a.ts': `import './b.js';`, 'oidc/b.tsx': `import './c.js';`, 'oidc/c.ts': `import type {} from './a.js';` },
  ],
  'packages stay in their folders': [
    { 'model/a.ts': `import 'node:crypto';` },
    { 'oidc/a.ts': `import { SignJWT } from 'jose';` },
    { 'jobs/a.ts': `import { Webhook } from 'standardwebhooks';` },
    { 'http/a.ts': `import { verifyRegistrationResponse } from '@simplewebauthn/server';` },
    { 'http/a.ts': `import '@simplewebauthn/server/helpers';` },
    { 'pages/a.tsx': `import '@simplewebauthn/browser';` },
    { 'storage/sqlite/a.ts': `import '@mikro-orm/mongodb';` },
    { 'storage/a.ts': `import 'mongodb';` },
    { 'storage/mongodb/a.ts': `import '@mikro-orm/sql';` },
    { 'storage/a.ts': `import 'node:sqlite';` },
    { 'jobs/a.ts': `import '@mikro-orm/core';` },
    { 'pages/a.ts': `import 'express';` },
    { 'http/a.ts': `import 'preact';` },
    { 'admin/a.ts': `import 'graphql';` },
    { 'http/a.ts': `import '@apollo/server';` },
    { 'http/a.ts': `import 'mongodb-connection-string-url';` },
    { 'http/a.ts': `import 'pino';` },
    { 'http/a.ts': `import { env } from 'node:process';` },
    { 'pages/a.ts': `import helmet from 'helmet';` },
    { 'jobs/a.ts': `import compression from 'compression';` },
    { 'config/a.ts': `import 'yaml';` },
    { 'packages/admin/src/a.ts': `import 'express';` },
    { 'packages/admin/src/a.ts': `import { env } from 'node:process';` },
  ],
  'no barrels': [{ 'oidc/index.ts': '' }, { 'pages/index.tsx': '' }],
  'no default exports': [
    'export default 1;',
    'export default function a() {}',
    'const a = 1; export { a as default };',
    `export { default } from './b.js';`,
  ],
  'decorators only in graphql': [{ 'admin/a.ts': 'export const a = @b class {};' }],
  'classes only for errors and where a library demands them': [
    'class A {}',
    'const a = class {};',
    'class A extends Error {}',
    `import { B } from '../model/b.js'; class A extends B {}`,
  ],
  'module-level functions are declarations': [
    'const a = () => 1;',
    'export const a = async () => 1;',
    'export const a = function () {};',
  ],
  'functions have at most four parameters after deps': [
    'function a(b, c, d, e, f) {}',
    'function a(deps: Deps, b, c, d, e, f) {}',
    'export async function a({ store }, b, c, d, e, f) {}',
  ],
  'no spread of an object literal': ['const a = { ...{ b: 1 } };'],
  'no throw await': ['async function a() { throw await b(); }'],
  'time comes from the clock': ['Date.now();', 'new Date();', 'Date();', 'globalThis.Date.now();', `Date['now']();`],
  'randomness comes from the operating system': ['Math.random();', `Math['random']();`],
  'only entry files read the environment': ['process.env.A;', 'const { A } = process.env;', 'globalThis.process?.env;'],
  'only entry files write to the console': [
    'console.log(1);',
    'globalThis.console.error(1);',
    { 'pages/browser/a.ts': 'console.log(1);' },
    { 'packages/admin/src/a.ts': 'console.log(1);' },
  ],
  'files have kebab-case names': [{ 'oidc/tokenEndpoint.ts': '' }, { 'oidc/Token.ts': '' }, { 'oidc/a_b.ts': '' }],
  'no file has more than 250 lines': ['// a\n'.repeat(251)],
  'names say what a thing is for': [
    { 'oidc/token-manager.ts': '' },
    { 'oidc/helpers/a.ts': '' },
    { 'http/utils.ts': '' },
    { 'pages/common.ts': '' },
    'const tokenHelper = 1;',
    'function checkUtils() {}',
    'interface KeyManager {}',
    'type Utils = 1;',
  ],
  'a folder has at most 15 files side by side': [
    folderOf(16),
    Object.fromEntries(Array.from({ length: 19 }, (_, index) => [`oidc/protocol/file-${index}.ts`, ''])),
  ],
  "exactly one file of a folder opens with the folder's preamble": [
    { 'access/a.ts': 'const a = 1;' },
    { 'access/a.ts': '/** This type has a comment. It describes the type. */\nexport type A = 1;' },
    { 'access/a.ts': '/** One sentence is not enough. */\n\nconst a = 1;' },
    { 'access/a.ts': '// This folder owns one thing. It must not know the others.\n\nconst a = 1;' },
    { 'access/a.ts': `import './b.js';\n\n${PREAMBLE}`, 'access/b.ts': '' },
    { 'access/a.ts': PREAMBLE, 'access/b.ts': PREAMBLE },
    { 'access/a.ts': PREAMBLE, 'access/below/b.ts': '' },
    { 'packages/admin/src/a.ts': '' },
  ],
  'no retired names': [
    ...['const incarnation = 1;', 'type ClientIncarnation = 1;', 'a.letIn;', 'function noteUse() {}'],
    ...['const b = { feet: 1 };', 'aimAt();', 'type Face = 1;', 'class A { #letIn = 1 }', 'const toldAcr = 1;'],
    { 'storage/a.ts': 'const noun = 1;' },
    { 'pages/a.tsx': 'const a = <Face />;' },
    { 'packages/admin/src/a.ts': 'const provedOr = 1;' },
  ],
  'no unclear words in comments': [
    ...['// Whoever asks.', '/** Made anew. */', '/* nobody */', '/**\n * The client is\n * told so.\n */'],
    { 'packages/admin/src/a.ts': '// It was let in.' },
    { 'pages/texts/en.ts': '// somebody' },
  ],
  'no unclear words in texts': [
    ...[`throw new Error('Nobody can.');`, 'const a = `for whomever`;', `const a = { description: 'Whoever' };`],
    { 'pages/a.tsx': 'const a = <p>Sign in anew</p>;' },
  ],
};

/** Code that breaks no rule. */
const SOUND: Tree = {
  'model/a.ts': `export interface A { readonly manager: string }`,
  'keys/a.ts': `import { sign } from 'jose'; import type { A } from '../model/a.js'; export function b(a: A) { sign(a); }`,
  'access/a.ts': `import '../keys/a.js'; export const at = new Date(0); export const USER_MANAGER = Date.UTC(0, 1);`,
  'pages/a.tsx': `import { h } from 'preact'; import '../admin/a.js'; export function Page() { return <p console="1">Date.now</p>; }`,
  'pages/browser/a.ts': `import './b.js'; import type { C } from '../c.js'; export const commonName = 1;`,
  'pages/texts/en.ts': `export const text = 'Nobody has access. Show your face.';`,
  'admin/a.ts': `import '../oidc/a.js'; // Date.now(), Math.random()`,
  'oidc/a.ts': `import '../access/a.js'; export const handler: Handler = () => 1; const nouns = [1].map((a) => a);`,
  'graphql/a.ts': `import { Arg } from 'type-graphql'; @A() class B { c(@Arg('d') d: string) { return d; } }`,
  'storage/a.ts': `import { Type } from '@mikro-orm/core'; class InstantType extends Type {}; fieldName('incarnation');`,
  'storage/migrations/a.ts': 'const incarnation = 1;',
  'oidc/tokens/a.ts': 'export const generation = claims.clientIncarnation;',
  'http/a.ts': `import 'express'; import '../pages/a.js'; function a(deps, b, c, d, e) {}`,
  'main.ts': `import './http/a.js'; import 'pino'; console.log(Date.now(), process.env);`,
  'packages/admin/src/a.ts': `import 'yaml'; import './b/c.js'; export const surface = 1;`,
  'packages/admin/src/generated/a.ts': '// a\n'.repeat(251),
  'packages/admin/bin/a.js': `import '../dist/a.js'; console.log(process.env);`,
};

/** `main.ts` and `model/errors.ts` have rules of their own. */
const SOUND_BESIDE: Tree = { 'model/errors.ts': 'export class E extends Error {}', 'app.ts': `import './http/a.js';` };

function parseTree(tree: Tree): Source[] {
  const inFolder = (path: string) => (/^(packages|console|tools)\//.test(path) ? path : `src/${path}`);
  return parseSources(Object.fromEntries(Object.entries(tree).map(([path, text]) => [inFolder(path), text])));
}

describe('The house rules', () => {
  it('apply to all of src and packages.', () => {
    const paths = house.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'src/main.ts',
        'src/model/deps.ts',
        'packages/admin/src/main.ts',
        'packages/admin/bin/passgraph-admin.js',
      ]),
    );
    expect(paths.filter((path) => /node_modules|dist\//.test(path))).toEqual([]);
  });

  describe.each(Object.entries(RULES) as [keyof typeof RULES, SourceRule][])('%s', (name, rule) => {
    it('holds.', () => {
      expect(rule(house)).toEqual([]);
    });

    it('holds for code without a mistake.', () => {
      const preambled = Object.entries(SOUND).map(([path, text]) => [path, `${PREAMBLE}${text}`] as const);
      expect(rule(parseTree({ ...Object.fromEntries(preambled), ...SOUND_BESIDE }))).toEqual([]);
    });

    it.each(BREACHES[name].map((breach) => [JSON.stringify(breach).slice(0, 100), breach]))(
      'finds one mistake in %s.',
      (_, breach) => {
        const tree = typeof breach === 'string' ? { 'access/a.ts': breach } : (breach as Tree);
        expect(rule(parseTree(tree))).toHaveLength(1);
      },
    );

    it('can be broken.', () => {
      expect(BREACHES[name].length).toBeGreaterThan(0);
    });
  });
});

describe('The documents', () => {
  it('have no unclear words.', async () => {
    const documents = Object.entries(await readDocuments());
    expect(documents.map(([path]) => path)).toEqual(
      expect.arrayContaining(['README.md', 'docs/api.md', 'schema.graphql', 'Dockerfile', 'packages/admin/README.md']),
    );
    expect(documents.flatMap(([path, text]) => unclear(path, [{ text, line: 1 }]))).toEqual([]);
  });

  it.each([
    ['Whoever signs in', 'whoever'],
    ['the client\nis\ntold', 'is told'],
    ['an Anew start', 'anew'],
  ])('are refused if they contain %j.', (text, word) => {
    const [found, ...others] = unclear('a.md', [{ text: `One line.\n${text}`, line: 1 }]);
    expect(found?.toLowerCase()).toMatch(new RegExp(`^a\\.md:\\d has the words ${word}$`));
    expect(others).toEqual([]);
  });
});
