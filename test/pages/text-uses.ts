import { isNode, type Source, type SyntaxNode } from '../support/source.js';

/** A place in the code that uses texts, and the values that it passes. */
export interface TextUse {
  readonly path: string;
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/**
 * Every use of a text: calls of `say`, the `text` of a date (`Day`, `Moment`), and keys that are passed on without values.
 * A template such as `error.${kind}.title`, or a literal that ends in a dot, stands for every key that matches.
 */
export function textUses(sources: readonly Source[], keys: readonly string[]): TextUse[] {
  return sources.flatMap(({ path, nodes }) => {
    const calls = nodes.filter(isCallOfSay).map((call) => {
      const [key, values] = call.arguments as readonly SyntaxNode[];
      return { key, values: propertyNames(values) };
    });
    const dates = nodes.filter(isTextAttribute).map(({ value }) => ({ key: value, values: ['when'] }));
    const direct = [...calls, ...dates].map(({ key, values }) => ({ literals: literalsIn(key), values }));
    const seen = new Set(direct.flatMap(({ literals }) => literals));
    const others = nodes.filter((node) => isLiteral(node) && !seen.has(node)).map((literal) => [literal]);
    return [...direct, ...others.map((literals) => ({ literals, values: [] }))]
      .map(({ literals, values }) => ({ path, keys: literals.flatMap((literal) => matching(literal, keys)), values }))
      .filter((use) => use.keys.length > 0);
  });
}

function isCallOfSay(node: SyntaxNode): boolean {
  if (node.type !== 'CallExpression' || !isNode(node.callee)) return false;
  const name = node.callee.type === 'MemberExpression' ? node.callee.property : node.callee;
  return isNode(name) && name.name === 'say';
}

function isTextAttribute(node: SyntaxNode): boolean {
  return node.type === 'JSXAttribute' && isNode(node.name) && node.name.name === 'text';
}

function isLiteral({ type }: SyntaxNode): boolean {
  return type === 'StringLiteral' || type === 'TemplateLiteral';
}

/** A literal, or both branches of a condition. */
function literalsIn(node: unknown): SyntaxNode[] {
  if (!isNode(node)) return [];
  if (isLiteral(node)) return [node];
  if (node.type === 'JSXExpressionContainer') return literalsIn(node.expression);
  return node.type === 'ConditionalExpression' ? [...literalsIn(node.consequent), ...literalsIn(node.alternate)] : [];
}

function propertyNames(node: SyntaxNode | undefined): string[] {
  const properties = (node?.properties ?? []) as readonly SyntaxNode[];
  return properties.map(({ key }) => String((key as SyntaxNode).name)).sort();
}

function matching(literal: SyntaxNode, keys: readonly string[]): string[] {
  if (literal.type === 'StringLiteral') {
    const text = String(literal.value);
    return keys.filter((key) => key === text || (text.endsWith('.') && key.startsWith(text)));
  }
  const parts = (literal.quasis as readonly SyntaxNode[]).map(({ value }) => (value as { raw: string }).raw);
  const [head = '', tail = ''] = parts;
  if (parts.length !== 2 || head === '') return [];
  return keys.filter((key) => key.startsWith(head) && key.endsWith(tail) && key.length > head.length + tail.length);
}
