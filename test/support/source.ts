import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { parse } from '@babel/parser';

/** A node of Babel's syntax tree: any object with a `type`. */
export interface SyntaxNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A source file, parsed. */
export interface Source {
  /** Relative to the folder that was read, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** All nodes, a parent before its children. */
  readonly nodes: readonly SyntaxNode[];
  readonly comments: readonly SourceText[];
  /** All imports, dynamic and type-only ones too: packages by name, files by path. */
  readonly packages: readonly string[];
  readonly files: readonly string[];
  /** The imports that exist at run time. */
  readonly loads: readonly string[];
}

/** A piece of text, and the line where it begins. */
export interface SourceText {
  readonly text: string;
  readonly line: number;
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

/** Whether the compiler removes this import. */
function isForTypes(node: SyntaxNode): boolean {
  return node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
}

/** The source file of a relative import. The import names the compiled file, `.js` instead of `.ts` or `.tsx`. */
function resolveFile(from: string, specifier: string, isThere: (path: string) => boolean): string {
  const path = posix.join(posix.dirname(from), specifier);
  return [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')].find(isThere) ?? path;
}

function parseSource(path: string, text: string, isThere: (path: string) => boolean): Source {
  const { program, comments } = parse(text, {
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
    text,
    comments: (comments ?? []).map(({ value, loc }) => ({ text: value, line: loc?.start.line ?? 1 })),
    lines: text.trimEnd().split('\n').length,
    nodes,
    packages: imports.filter(({ isFile }) => !isFile).map(({ name }) => name),
    files: imports.filter(({ isFile }) => isFile).map(({ name }) => name),
    loads: imports.filter(({ isLoaded }) => isLoaded).map(({ name }) => name),
  };
}

/** Parses files, given as texts by path. */
export function parseSources(texts: Readonly<Record<string, string>>): Source[] {
  return Object.entries(texts).map(([path, text]) => parseSource(path, text, (other) => other in texts));
}

/** Reads every TypeScript file below a folder. */
export async function readSources(folder: string): Promise<Source[]> {
  return parseSources(await readTexts(folder, /\.tsx?$/));
}

/** Reads the files below a folder whose names match, by their path in it. */
export async function readTexts(folder: string, names: RegExp): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.map((path) => path.replaceAll('\\', '/')).filter((path) => names.test(path));
  const texts = paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}
