import type { SourceRule } from './source-rule.js';

const BELOW_PROTOCOLS = ['model', 'keys', 'audit', 'access'];
const BELOW_ADMIN = [...BELOW_PROTOCOLS, 'mail', 'oidc', 'basic', 'forward-auth', 'webauthn'];
const BELOW_ACCOUNT = [...BELOW_ADMIN, 'admin'];
const BELOW_EDGES = [...BELOW_ACCOUNT, 'account'];
const EDGES = ['pictures', 'storage', 'http', 'pages', 'graphql', 'jobs'];

/** The folders that a folder may import from, besides itself. No folder may import from `tools` or `test`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  keys: ['model'],
  audit: ['model', 'keys'],
  access: ['model', 'keys', 'audit'],
  mail: BELOW_PROTOCOLS,
  oidc: BELOW_PROTOCOLS,
  basic: BELOW_PROTOCOLS,
  'forward-auth': BELOW_PROTOCOLS,
  webauthn: [...BELOW_PROTOCOLS, 'mail'],
  admin: BELOW_ADMIN,
  account: BELOW_ACCOUNT,
  storage: ['model'],
  pictures: ['model'],
  http: [...BELOW_EDGES, 'pages'],
  pages: BELOW_EDGES,
  graphql: BELOW_EDGES,
  jobs: BELOW_EDGES,
  config: ['model'],
  'app.ts': [...BELOW_EDGES, ...EDGES],
  'main.ts': [...BELOW_EDGES, ...EDGES, 'config', 'app.ts'],
  'packages/admin': [],
  console: ['packages/admin'],
};

/** The row of the table for a path: a folder or file of `src`, a package, or the top folder. */
function placeOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top === 'src') return second;
  return top === 'packages' ? `${top}/${second}` : top;
}

const importsRunOneWay: SourceRule = (sources) =>
  sources.flatMap(({ path, files }) => {
    const allowed = MAY_IMPORT[placeOf(path)];
    if (allowed === undefined) return [`${path} is in a folder that the import table does not have`];
    const known = [placeOf(path), ...allowed];
    return files.filter((file) => !known.includes(placeOf(file))).map((file) => `${path} imports ${file}`);
  });

/** The browser loads nothing but the compiled files of this folder. */
const browserScriptsStandAlone: SourceRule = (sources) =>
  sources
    .filter(({ path }) => path.startsWith('src/pages/browser/'))
    .flatMap(({ path, loads }) =>
      loads.filter((name) => !name.startsWith('src/pages/browser/')).map((name) => `${path} loads ${name}`),
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

/** The packages that only some folders or files may import. */
const HOMES: readonly (readonly [name: RegExp, homes: readonly string[]])[] = [
  [/^(jose|standardwebhooks)$/, ['src/keys/']],
  [/^@simplewebauthn\/server$/, ['src/webauthn/']],
  [/^@marcbachmann\/cel-js$/, ['src/access/claim-rules/']],
  [/^@simplewebauthn\/browser$/, ['src/pages/browser/']],
  [/^(@mikro-orm\/mongodb|mongodb)$/, ['src/storage/mongodb/']],
  [/^(@mikro-orm\/sql|kysely|node:sqlite)$/, ['src/storage/sqlite/']],
  [/^@mikro-orm\//, ['src/storage/']],
  [/^(express|compression|helmet|cookie|rate-limiter-flexible|prom-client)$/, ['src/http/']],
  [/^preact$/, ['src/pages/', 'console/']],
  [/^preact-render-to-string$/, ['src/pages/']],
  [/^(dpop|preact-iso|@preact\/signals)$/, ['console/']],
  [/^graphql$/, ['src/graphql/', 'packages/admin/', 'console/src/screens/explorer/']],
  // They are large, and the browser loads them only with the Explorer.
  [/^(@codemirror\/|@lezer\/|cm6-graphql$|graphql-language-service$)/, ['console/src/screens/explorer/']],
  [/^(type-graphql|graphql-scalars|@apollo\/|@as-integrations\/|reflect-metadata)/, ['src/graphql/']],
  [/^canonicalize$/, ['src/storage/', 'packages/admin/']],
  [/^@jsquash\//, ['src/pictures/']],
  [/^@fastify\/busboy$/, ['src/http/']],
  [/^nodemailer$/, ['src/mail/']],
  [/^dataloader$/, ['src/graphql/', 'src/storage/']],
  [/^mongodb-connection-string-url$/, ['src/config/']],
  [/^pino$/, ['src/main.ts']],
  [/^node:(process|console)$/, ['src/main.ts']],
  [/^yaml$/, ['packages/']],
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

export const IMPORT_RULES = {
  'imports run one way': importsRunOneWay,
  'the scripts of pages load no other code': browserScriptsStandAlone,
  'imports have no cycles': noCycles,
  'packages stay in their folders': packagesStayAtHome,
} as const;
