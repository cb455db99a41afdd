import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parse } from '@babel/parser';

/** A node of the syntax tree, as Babel makes it: whatever has a `type`. */
export interface SyntaxNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A file of `src`. */
export interface Source {
  /** Relative to `src`, with `/`. */
  readonly path: string;
  readonly lines: number;
  /** All nodes, a parent before its children. */
  readonly nodes: readonly SyntaxNode[];
  /** What it imports, also as a type only or later: packages by their name, files by their path in `src`. */
  readonly packages: readonly string[];
  readonly files: readonly string[];
  /** Of both, what it loads when it runs. */
  readonly loads: readonly string[];
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
}

function nodesBelow(node: SyntaxNode): SyntaxNode[] {
  return [
    node,
    ...Object.values(node)
      .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
      .filter(isNode)
      .flatMap(nodesBelow),
  ];
}

function specifierOf(node: SyntaxNode): string | undefined {
  const isImport = /^(Import|ExportNamed|ExportAll)Declaration$|^ImportExpression$/.test(node.type);
  const source = node.type === 'TSImportType' ? node.argument : isImport ? node.source : undefined;
  return isNode(source) && source.type === 'StringLiteral' ? String(source.value) : undefined;
}

/** Nothing is left of it when the file is compiled. */
function isForTypes(node: SyntaxNode): boolean {
  return node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
}

/** The file that a relative import means: the compiled name has `.js` where the source has `.ts` or `.tsx`. */
function resolveFile(from: string, specifier: string, isThere: (path: string) => boolean): string {
  const path = posix.join(posix.dirname(from), specifier);
  return [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')].find(isThere) ?? path;
}

export function parseSource(path: string, text: string, isThere: (path: string) => boolean): Source {
  const { program } = parse(text, {
    sourceType: 'module',
    plugins: ['typescript', 'decorators-legacy', ...(path.endsWith('.tsx') ? ['jsx' as const] : [])],
    createImportExpressions: true,
    attachComment: false,
  });
  const nodes = nodesBelow(program as unknown as SyntaxNode);
  const imports = nodes.flatMap((node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return [];
    const isFile = specifier.startsWith('.');
    return [{ name: isFile ? resolveFile(path, specifier, isThere) : specifier, isFile, isLoaded: !isForTypes(node) }];
  });
  return {
    path,
    lines: text.trimEnd().split('\n').length,
    nodes,
    packages: imports.filter(({ isFile }) => !isFile).map(({ name }) => name),
    files: imports.filter(({ isFile }) => isFile).map(({ name }) => name),
    loads: imports.filter(({ isLoaded }) => isLoaded).map(({ name }) => name),
  };
}

/** Parses a whole tree of files, given as texts by path. */
export function parseSources(texts: Readonly<Record<string, string>>): Source[] {
  return Object.entries(texts).map(([path, text]) => parseSource(path, text, (other) => other in texts));
}

/** Every TypeScript file below a folder. */
export async function readSources(folder: string): Promise<Source[]> {
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.map((path) => path.replaceAll('\\', '/')).filter((path) => /\.tsx?$/.test(path));
  const texts = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const),
  );
  return parseSources(Object.fromEntries(texts));
}
