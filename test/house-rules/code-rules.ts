import type { Source, SyntaxNode } from '../support/source.js';
import { forbid, forbidFiles, isBelow, isEntry, lineOf, nameOf, type SourceRule } from './source-rule.js';

/** The local names of a file's imports from packages. */
function namesFromPackages(source: Source): (string | undefined)[] {
  return source.nodes
    .filter((node) => node.type === 'ImportDeclaration' && source.packages.includes(nameOf(node.source) ?? ''))
    .flatMap((node) => (node.specifiers as SyntaxNode[]).map((specifier) => nameOf(specifier.local)));
}

const MAY_HAVE_CLASSES = isBelow(
  'src/graphql/',
  'src/model/errors.ts',
  'packages/admin/src/client/admin-request-error.ts',
  'src/access/claim-rules/cel/rule-error.ts',
);

/** Some libraries require a class that extends theirs. */
const fewClasses: SourceRule = (sources) =>
  sources
    .filter(({ path }) => !MAY_HAVE_CLASSES(path))
    .flatMap((source) => {
      const demanded = namesFromPackages(source);
      return source.nodes
        .filter((node) => /^Class(Declaration|Expression)$/.test(node.type))
        .filter((node) => !demanded.includes(nameOf(node.superClass) ?? ''))
        .map((node) => `${source.path}:${lineOf(node)} has a class`);
    });

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

function isDefaultExport(node: SyntaxNode): boolean {
  return (
    node.type === 'ExportDefaultDeclaration' || (node.type === 'ExportSpecifier' && nameOf(node.exported) === 'default')
  );
}

/** `...{ a, b }` only changes the layout. */
function isLayoutSpread(node: SyntaxNode): boolean {
  return node.type === 'SpreadElement' && (node.argument as SyntaxNode).type === 'ObjectExpression';
}

function isThrownAwait(node: SyntaxNode): boolean {
  return node.type === 'ThrowStatement' && (node.argument as SyntaxNode).type === 'AwaitExpression';
}

/** A constant that is annotated with a function type may hold an arrow function. */
const functionsAreDeclarations: SourceRule = (sources) =>
  sources.flatMap(({ path, nodes }) =>
    nodes
      .filter((node) => node.type === 'Program')
      .flatMap((program) => program.body as SyntaxNode[])
      .map((node) => (node.type === 'ExportNamedDeclaration' ? (node.declaration as SyntaxNode | null) : node))
      .flatMap((node) => (node?.type === 'VariableDeclaration' ? (node.declarations as SyntaxNode[]) : []))
      .filter(({ id, init }) => isArrow(init) && (id as SyntaxNode).typeAnnotation == null)
      .map((node) => `${path}:${lineOf(node)} has a module-level arrow function`),
  );

function isArrow(value: unknown): boolean {
  return /^(ArrowFunction|Function)Expression$/.test((value as SyntaxNode | null)?.type ?? '');
}

const MAX_PARAMETERS = 4;

/** `deps` does not count. */
function hasManyParameters(node: SyntaxNode): boolean {
  if (node.type !== 'FunctionDeclaration') return false;
  const parameters = node.params as SyntaxNode[];
  const isDeps = /^(deps|edge|context)$/i.test(nameOf(parameters[0]) ?? '') || parameters[0]?.type === 'ObjectPattern';
  return parameters.length > MAX_PARAMETERS + (isDeps ? 1 : 0);
}

const DECLARATION = /^(VariableDeclarator|(Function|Class|TSInterface|TSTypeAlias|TSEnum)Declaration)$/;
const WEAK_WORD = /^(manager|helper|util|utility|utilitie)s?$/i;
const WEAK_FILE_WORD = /^(manager|helper|util|utility|utilitie|common)s?$/i;

/** The words of a camelCase, PascalCase, UPPER_CASE or kebab-case name. `USER_MANAGER` is a role. */
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

const KEBAB_CASE = /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.(tsx?|js)$/;
const MAX_LINES = 250;

function isGenerated(path: string): boolean {
  return path.includes('/generated/');
}

export const CODE_RULES = {
  'no barrels': forbidFiles('is a barrel', ({ path }) => /(^|\/)index\.tsx?$/.test(path)),
  'no default exports': forbid('a default export', isDefaultExport),
  'decorators only in graphql': forbid('a decorator', (node) => node.type === 'Decorator', isBelow('src/graphql/')),
  'classes only for errors and where a library demands them': fewClasses,
  'time comes from the clock': forbid('the current time', isCurrentTime, isEntry),
  'randomness comes from the operating system': forbid('Math.random', (node) => isMember(node, 'Math', 'random')),
  'only entry files read the environment': forbid('process.env', (node) => isMember(node, 'process', 'env'), isEntry),
  'only entry files write to the console': forbid('console', isConsole, isEntry),
  'module-level functions are declarations': functionsAreDeclarations,
  'functions have at most four parameters after deps': forbid('more than four parameters', hasManyParameters),
  'no spread of an object literal': forbid('a spread of an object literal', isLayoutSpread),
  'no throw await': forbid('throw await', isThrownAwait),
  'files have kebab-case names': forbidFiles('is not in kebab-case', ({ path }) => !KEBAB_CASE.test(path)),
  'no file has more than 250 lines': forbidFiles(
    `has more than ${MAX_LINES} lines`,
    ({ path, lines }) => lines > MAX_LINES && !isGenerated(path),
  ),
  'names say what a thing is for': namesSaySomething,
} as const;
