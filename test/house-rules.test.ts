import { describe, expect, it } from '@jest/globals';
import { parseSources, readSources } from './support/source.js';
import { SOURCE_RULES } from './support/source-rules.js';

const sources = await readSources('src');

/** For each rule, trees that break it once. A tree is texts by path; a text alone is a file of `access`. */
const BREACHES: Readonly<Record<keyof typeof SOURCE_RULES, readonly (string | Record<string, string>)[]>> = {
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
  ],
  'the scripts of pages stand alone': [
    { 'pages/browser/a.ts': `import '../b.js';` },
    { 'pages/browser/a.ts': `import '@simplewebauthn/browser';` },
    { 'pages/browser/a.ts': `import { type B } from '../b.js';` },
  ],
  'no file imports itself, by whatever detour': [
    { 'oidc/a.ts': `import './a.js';` },
    { 'oidc/a.ts': `import './b.js';`, 'oidc/b.tsx': `import './c.js';`, 'oidc/c.ts': `import type {} from './a.js';` },
  ],
  'packages stay at home': [
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
  'time comes from the clock': ['Date.now();', 'new Date();', 'Date();', 'globalThis.Date.now();', `Date['now']();`],
  'randomness comes from the operating system': ['Math.random();', `Math['random']();`],
  'the environment is read in main': ['process.env.A;', 'const { A } = process.env;', 'globalThis.process?.env;'],
  'nothing is written to the console but by main': [
    'console.log(1);',
    'globalThis.console.error(1);',
    { 'pages/browser/a.ts': 'console.log(1);' },
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
};

/** What no rule minds. */
const SOUND = {
  'model/a.ts': `export interface A { readonly manager: string }`,
  'model/errors.ts': 'export class E extends Error {}',
  'keys/a.ts': `import { sign } from 'jose'; import type { A } from '../model/a.js'; export const b = (a: A) => sign(a);`,
  'access/a.ts': `import '../keys/a.js'; export const at = new Date(0); export const USER_MANAGER = Date.UTC(0, 1);`,
  'pages/a.tsx': `import { h } from 'preact'; import '../admin/a.js'; export const Page = () => <p console="1">Date.now</p>;`,
  'pages/browser/a.ts': `import './b.js'; import type { C } from '../c.js'; export const commonName = 1;`,
  'admin/a.ts': `import '../oidc/a.js'; // Date.now(), Math.random()`,
  'oidc/a.ts': `import '../access/a.js';`,
  'graphql/a.ts': `import { Arg } from 'type-graphql'; @A() class B { c(@Arg('d') d: string) { return d; } }`,
  'storage/a.ts': `import { Type } from '@mikro-orm/core'; class InstantType extends Type {}`,
  'http/a.ts': `import 'express'; import '../pages/a.js';`,
  'app.ts': `import './http/a.js';`,
  'main.ts': `import './app.js'; import 'pino'; console.log(Date.now(), Math.random(), process.env);`,
};

describe('rules of the house', () => {
  it('are asked of the whole of src', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.map(({ path }) => path)).toContain('model/deps.ts');
  });

  describe.each(Object.entries(SOURCE_RULES))('%s', (name, rule) => {
    it('holds in src', () => {
      expect(rule(sources)).toEqual([]);
    });

    it('holds where nothing is wrong', () => {
      expect(rule(parseSources(SOUND))).toEqual([]);
    });

    const breaches = BREACHES[name] ?? [];
    it.each(breaches.map((breach) => [JSON.stringify(breach).slice(0, 100), breach]))(
      'does not hold of %s',
      (_, breach) => {
        const tree = typeof breach === 'string' ? { 'access/a.ts': breach } : (breach as Record<string, string>);
        expect(rule(parseSources(tree))).toHaveLength(1);
      },
    );

    it('can be broken', () => {
      expect(breaches.length).toBeGreaterThan(0);
    });
  });
});
