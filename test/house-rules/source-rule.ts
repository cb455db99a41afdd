import { isNode, type Source, type SyntaxNode } from '../support/source.js';

/** Returns one sentence for each place that breaks the rule. Paths are relative to the repository. */
export type SourceRule = (sources: readonly Source[]) => string[];

export type PathTest = (path: string) => boolean;

/** A rule that forbids every node for which `holds` is true, except in the files that `except` names. */
export function forbid(what: string, holds: (node: SyntaxNode) => boolean, except: PathTest = () => false): SourceRule {
  return (sources) =>
    sources
      .filter(({ path }) => !except(path))
      .flatMap(({ path, nodes }) => nodes.filter(holds).map((node) => `${path}:${lineOf(node)} has ${what}`));
}

/** A rule that forbids every file for which `holds` is true. */
export function forbidFiles(what: string, holds: (source: Source) => boolean): SourceRule {
  return (sources) => sources.filter(holds).map(({ path }) => `${path} ${what}`);
}

export function isBelow(...folders: string[]): PathTest {
  return (path) => folders.some((folder) => path.startsWith(folder));
}

/** The files that start a process. Only they may use the environment, the clock and the console. */
export function isEntry(path: string): boolean {
  return (
    path === 'src/main.ts' || /^console\/src\/(main\.tsx|start\.ts)$/.test(path) || /^packages\/[^/]+\/bin\//.test(path)
  );
}

export function lineOf(node: SyntaxNode): number {
  return (node.loc as { start: { line: number } }).start.line;
}

/** The name of an identifier, of a string literal or of a member. */
export function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier') return String(value.name);
  if (value.type === 'StringLiteral') return String(value.value);
  return value.type === 'MemberExpression' ? nameOf(value.property) : undefined;
}
