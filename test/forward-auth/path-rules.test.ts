import { describe, expect, it } from '@jest/globals';
import { rulePathProblem } from '../../src/admin/clients/forward-auth/forward-auth-values.js';
import { isBypassed, isPlainPath } from '../../src/forward-auth/path-rules.js';
import type { ForwardAuthRule } from '../../src/model/clients/forward-auth.js';

function bypass(path: string, methods: string[] = []): ForwardAuthRule {
  return { path, action: 'BYPASS', methods };
}

function signIn(path: string): ForwardAuthRule {
  return { path, action: 'SIGN_IN', methods: [] };
}

describe('A rule for a path', () => {
  const rules = [
    bypass('/public'),
    signIn('/public/private'),
    bypass('/public/private/open'),
    bypass('/hook', ['POST']),
  ];
  const passes = (path: string, method = 'GET') => isBypassed(rules, method, path);

  it.each(['/public', '/public/', '/public/logo.svg', '/public/a/b', '/public/%C3%BCber', '/public/private/open/x'])(
    'lets %s pass',
    (path) => expect(passes(path)).toBe(true),
  );

  it.each([
    ...['/', '/publications', '/publi', '/PUBLIC', '/Public/logo.svg', '/x/public', '/public/private'],
    ...['/public/private/', '/public/private/x', '/public/private/opened', '/public/PRIVATE/x', ''],
  ])('demands a sign-in for %s', (path) => expect(passes(path)).toBe(false));

  it('is for GET and HEAD unless it names methods', () => {
    expect(passes('/public', 'HEAD')).toBe(true);
    for (const method of ['POST', 'PUT', 'OPTIONS', 'get', 'PROPFIND']) expect(passes('/public', method)).toBe(false);
    expect([passes('/hook', 'POST'), passes('/hook', 'GET')]).toEqual([true, false]);
  });

  it('gives way to a longer one, even if that one does not cover the method', () => {
    const nested = [bypass('/', ['POST']), bypass('/files')];
    expect(isBypassed(nested, 'POST', '/other')).toBe(true);
    expect(isBypassed(nested, 'POST', '/files/a')).toBe(false);
  });

  it('needs no order', () => {
    for (const order of [rules, rules.toReversed()]) expect(isBypassed(order, 'GET', '/public/private')).toBe(false);
  });

  it('for everything still leaves out the paths of this server', () => {
    const all = [bypass('/', ['GET', 'POST'])];
    for (const path of ['/.passgraph', '/.passgraph/', '/.passgraph/start', '/.PASSGRAPH/start']) {
      expect(isBypassed(all, 'GET', path)).toBe(false);
    }
    expect(isBypassed(all, 'GET', '/.passgraphics')).toBe(true);
  });

  describe('that demands a sign-in', () => {
    const most = [
      ...[bypass('/'), signIn('/admin'), signIn('/m%C3%BCll'), signIn('/wiki/Secret_Page'), signIn('/group/-')],
      ...[bypass('/admin-guide'), signIn('/stra%C3%9Fe'), signIn('/x/%CC%81')],
    ];

    it.each([
      ...['/admin', '/Admin/x', '/ADMIN', '/admin.', '/admin./x', '/admin...', '/admin%20', '/%20admin', '/.admin'],
      ...['/admin.json', '/admin.html/x', '/admin~', '/admin,x', '/admin:$DATA', '/admin::$INDEX_ALLOCATION'],
      ...['/admin+', '/admin*', '/admin-2', '/ad%E2%80%8Bmin', '/admin%E2%80%8B', '/ad%C2%ADmin', '/admin%EF%BC%8E'],
      ...['/%EF%BD%81dmin', '/%C3%A5dm%C3%ACn', '/adm%C4%B1n/x', '/admin%CC%81', '/ADMIN~1', '/x/ADMI~1.TXT'],
      ...['/M%C3%9CLL', '/m%c3%bcll/x', '/mull', '/mu%CC%88ll', '/strasse', '/STRASSE/1'],
      ...[
        '/wiki/Secret%20Page',
        '/wiki/secret-page',
        '/wiki/SecretPage.raw',
        '/Wiki./_Secret_Page_',
        '/wiki/secret+page',
      ],
      ...['/group/-', '/group/-/settings', '/group/.-', '/group/_', '/group/%20', '/x/%CC%81', '/x/%CC%81.'],
      `/${'%CC%81'.repeat(200)}admin`,
    ])('also covers what an application may take for its path: %s', (path) => {
      expect(isBypassed(most, 'GET', path)).toBe(false);
    });

    it.each([
      ...['/administrators', '/admi', '/x/admin', '/', '/m', '/wiki', '/wiki/Secret', '/wiki/Secret/Page', '/wiki/'],
      ...['/group/a', '/group/', '/group/a-b', '/~user/x', '/caf%C3%A9', '/%E6%97%A5%E6%9C%AC'],
      ...['/admin-guide', '/admin-guide/admin', '/a-d-m', `/${'a-'.repeat(4000)}`],
    ])('does not cover %s', (path) => expect(isBypassed(most, 'GET', path)).toBe(true));
  });
});

const DOUBTFUL = [
  ...['/public/../admin', '/public/..', '/public/./x', '/public/.', '/public//admin', '//public', '/public/x//'],
  ...[
    '/public\\..\\admin',
    '/public;x=1',
    '/public/x;/..',
    '/public#x',
    '/public/\u0000',
    '/public/\t',
    '/public/\u007f',
  ],
  ...['/public/%2e%2e/admin', '/public/%2E./admin', '/public%2fadmin', '/public%2Fadmin', '/public/..%2fadmin'],
  ...['/public/%5c..', '/public/%5C', '/public/%3bx', '/public/%252e', '/public/%25', '/public/%00', '/public/%0a'],
  ...['/public/%', '/public/%2', '/public/%zz', '/public/%u002e', '/%70ublic', '/public/%c0%ae%c0%ae/', '/public/%ff'],
  ...['/public/\u00fc', '/public/ x', 'public', '*', '', '/public?x'],
];

describe('A path that servers understand differently', () => {
  it.each(DOUBTFUL)('is never bypassed: %j', (path) => {
    expect(isPlainPath(path)).toBe(false);
    expect(isBypassed([bypass('/'), bypass('/public')], 'GET', path)).toBe(false);
  });

  it.each([...DOUBTFUL, '/public/', '/.passgraph/x'])('cannot be the path of a rule: %j', (path) => {
    expect(rulePathProblem(path)).toEqual(expect.stringMatching(/^must /));
  });

  it.each(['/', '/public', '/a/b.c/_d-~', '/%C3%BC', '/a%20b', "/a,b:@!$&()+='"])('is not %s', (path) => {
    expect([isPlainPath(path), rulePathProblem(path)]).toEqual([true, undefined]);
  });

  it('is not one with an asterisk, which no rule can name', () => {
    expect([isPlainPath('/a*'), rulePathProblem('/a*')]).toEqual([true, expect.stringContaining('wildcard')]);
  });
});
