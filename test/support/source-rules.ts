import { isNode, type Source, type SyntaxNode } from './source.js';

/** A sentence for each place that breaks the rule. */
export type SourceRule = (sources: readonly Source[]) => string[];

const BELOW_PROTOCOLS = ['model', 'keys', 'audit', 'access'];
const BELOW_ACCOUNT = [...BELOW_PROTOCOLS, 'oidc', 'basic', 'webauthn', 'admin'];
const BELOW_EDGES = [...BELOW_ACCOUNT, 'account'];
const EDGES = ['storage', 'http', 'pages', 'graphql', 'jobs'];

/** What a folder may import beside itself. A file of `src` itself is a folder of its own. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  keys: ['model'],
  audit: ['model', 'keys'],
  access: ['model', 'keys', 'audit'],
  oidc: BELOW_PROTOCOLS,
  basic: BELOW_PROTOCOLS,
  webauthn: BELOW_PROTOCOLS,
  admin: [...BELOW_PROTOCOLS, 'oidc', 'basic', 'webauthn'],
  account: BELOW_ACCOUNT,
  storage: ['model'],
  http: [...BELOW_EDGES, 'pages'],
  pages: BELOW_EDGES,
  graphql: BELOW_EDGES,
  jobs: BELOW_EDGES,
  config: ['model'],
  'app.ts': [...BELOW_EDGES, ...EDGES],
  'main.ts': [...BELOW_EDGES, ...EDGES, 'config', 'app.ts'],
};

function placeOf(path: string): string {
  return path.split('/')[0] ?? path;
}

const importsRunOneWay: SourceRule = (sources) =>
  sources.flatMap(({ path, files }) => {
    const allowed = MAY_IMPORT[placeOf(path)];
    if (allowed === undefined) return [`${path} is in no place that the design names`];
    const known = [placeOf(path), ...allowed];
    return files.filter((file) => !known.includes(placeOf(file))).map((file) => `${path} imports ${file}`);
  });

/** The scripts of pages run in browsers, which have nothing but these files. */
const browserScriptsStandAlone: SourceRule = (sources) =>
  sources
    .filter(({ path }) => path.startsWith('pages/browser/'))
    .flatMap(({ path, loads }) =>
      loads.filter((name) => !name.startsWith('pages/browser/')).map((name) => `${path} loads ${name}`),
    );

const noCycles: SourceRule = (sources) => {
  const filesOf = new Map(sources.map(({ path, files }) => [path, files]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (trail.includes(path) || done.has(path)) return;
    for (const file of filesOf.get(path) ?? []) visit(file, [...trail, path]);
    done.add(path);
  };
  for (const path of filesOf.keys()) visit(path, []);
  return cycles;
};

/** Packages that belong to one folder or file. */
const HOMES: readonly (readonly [name: RegExp, homes: readonly string[]])[] = [
  [/^(jose|standardwebhooks)$/, ['keys/']],
  [/^@simplewebauthn\/server$/, ['webauthn/']],
  [/^@simplewebauthn\/browser$/, ['pages/browser/']],
  [/^(@mikro-orm\/mongodb|mongodb)$/, ['storage/mongodb/']],
  [/^(@mikro-orm\/sql|kysely|node:sqlite)$/, ['storage/sqlite/']],
  [/^@mikro-orm\//, ['storage/']],
  [/^(express|cookie|rate-limiter-flexible|prom-client)$/, ['http/']],
  [/^(preact|preact-render-to-string)$/, ['pages/']],
  [/^graphql$/, ['graphql/']],
  [/^(type-graphql|graphql-scalars|@apollo\/|@as-integrations\/|reflect-metadata)/, ['graphql/']],
  [/^dataloader$/, ['graphql/', 'storage/']],
  [/^mongodb-connection-string-url$/, ['config/']],
  [/^pino$/, ['main.ts']],
  [/^node:(process|console)$/, ['main.ts']],
];

/** `@scope/name` or `name`, without the path inside the package. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

const packagesStayAtHome: SourceRule = (sources) =>
  sources.flatMap(({ path, packages }) => {
    const strays = packages.filter((name) => {
      const homes = HOMES.find(([pattern]) => pattern.test(packageOf(name)))?.[1];
      return placeOf(path) === 'model' || (homes !== undefined && !homes.some((home) => path.startsWith(home)));
    });
    return strays.map((name) => `${path} imports ${name}`);
  });

/** Local names of what a file imports from packages. */
function namesFromPackages(source: Source): (string | undefined)[] {
  return source.nodes
    .filter((node) => node.type === 'ImportDeclaration' && source.packages.includes(nameOf(node.source) ?? ''))
    .flatMap((node) => (node.specifiers as SyntaxNode[]).map((specifier) => nameOf(specifier.local)));
}

/** A library that wants a class wants one that extends its own, or that carries its decorators. */
const fewClasses: SourceRule = (sources) =>
  sources
    .filter(({ path }) => !isBelow('graphql/', 'model/errors.ts')(path))
    .flatMap((source) => {
      const demanded = namesFromPackages(source);
      return source.nodes
        .filter((node) => /^Class(Declaration|Expression)$/.test(node.type))
        .filter((node) => !demanded.includes(nameOf(node.superClass) ?? ''))
        .map((node) => `${source.path}:${lineOf(node)} has a class`);
    });

/** One finding for each node that the test holds of, in the files that are not excepted. */
function nowhere(
  what: string,
  holds: (node: SyntaxNode) => boolean,
  except: (path: string) => boolean = () => false,
): SourceRule {
  return (sources) =>
    sources
      .filter(({ path }) => !except(path))
      .flatMap(({ path, nodes }) => nodes.filter(holds).map((node) => `${path}:${lineOf(node)} has ${what}`));
}

function lineOf(node: SyntaxNode): number {
  return (node.loc as { start: { line: number } }).start.line;
}

function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier') return String(value.name);
  if (value.type === 'StringLiteral') return String(value.value);
  return value.type === 'MemberExpression' ? nameOf(value.property) : undefined;
}

function isMember(node: SyntaxNode, object: string, property: string): boolean {
  return (
    /^(Optional)?MemberExpression$/.test(node.type) &&
    nameOf(node.object) === object &&
    nameOf(node.property) === property
  );
}

function isCurrentTime(node: SyntaxNode): boolean {
  return (
    isMember(node, 'Date', 'now') ||
    (node.type === 'CallExpression' && nameOf(node.callee) === 'Date') ||
    (node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && (node.arguments as unknown[]).length === 0)
  );
}

function isConsole(node: SyntaxNode): boolean {
  return /MemberExpression$/.test(node.type) && nameOf(node.object) === 'console';
}

function isMain(path: string): boolean {
  return path === 'main.ts';
}

function isBelow(...places: string[]) {
  return (path: string): boolean => places.some((place) => path.startsWith(place));
}

const DECLARATION = /^(VariableDeclarator|(Function|Class|TSInterface|TSTypeAlias|TSEnum)Declaration)$/;
const WEAK_WORD = /^(manager|helper|util|utility|utilitie)s?$/i;
const WEAK_FILE_WORD = /^(manager|helper|util|utility|utilitie|common)s?$/i;

/** Words of a camelCase, PascalCase, UPPER_CASE or kebab-case name. `USER_MANAGER` is a role. */
function wordsOf(name: string): string[] {
  return name.replace(/user_?manager/gi, '').split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/);
}

const namesSaySomething: SourceRule = (sources) =>
  sources.flatMap(({ path, nodes }) => {
    const declared = nodes.filter((node) => DECLARATION.test(node.type)).map((node) => nameOf(node.id) ?? '');
    const isWeak = (name: string, weak: RegExp) => wordsOf(name).some((word) => weak.test(word));
    return [
      ...(isWeak(path, WEAK_FILE_WORD) ? [`${path} has a name that says nothing`] : []),
      ...declared.filter((name) => isWeak(name, WEAK_WORD)).map((name) => `${path} has the name ${name}`),
    ];
  });

function filesWhere(what: string, holds: (source: Source) => boolean): SourceRule {
  return (sources) => sources.filter(holds).map(({ path }) => `${path} ${what}`);
}

const KEBAB_CASE = /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.tsx?$/;

/** The rules of the house, each by its sentence. */
export const SOURCE_RULES: Readonly<Record<string, SourceRule>> = {
  'imports run one way': importsRunOneWay,
  'the scripts of pages stand alone': browserScriptsStandAlone,
  'no file imports itself, by whatever detour': noCycles,
  'packages stay at home': packagesStayAtHome,
  'no barrels': filesWhere('is a barrel', ({ path }) => /(^|\/)index\.tsx?$/.test(path)),
  'no default exports': nowhere(
    'a default export',
    (node) =>
      node.type === 'ExportDefaultDeclaration' ||
      (node.type === 'ExportSpecifier' && nameOf(node.exported) === 'default'),
  ),
  'decorators only in graphql': nowhere('a decorator', (node) => node.type === 'Decorator', isBelow('graphql/')),
  'classes only for errors and where a library demands them': fewClasses,
  'time comes from the clock': nowhere('the current time', isCurrentTime, isMain),
  'randomness comes from the operating system': nowhere(
    'Math.random',
    (node) => isMember(node, 'Math', 'random'),
    isMain,
  ),
  'the environment is read in main': nowhere('process.env', (node) => isMember(node, 'process', 'env'), isMain),
  'nothing is written to the console but by main': nowhere('console', isConsole, isMain),
  'files have kebab-case names': filesWhere('is not in kebab-case', ({ path }) => !KEBAB_CASE.test(path)),
  'no file has more than 250 lines': filesWhere('has more than 250 lines', ({ lines }) => lines > 250),
  'names say what a thing is for': namesSaySomething,
};
