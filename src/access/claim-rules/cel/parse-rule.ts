import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { checkedTerm } from './check-rule.js';
import { positionAt, RuleMistake } from './rule-error.js';
import type { Term } from './rule-term.js';

const MAX_EXPRESSION_LENGTH = 1000;

/** The library only parses. It has functions that claim rules do not allow, and it cannot limit the steps of a rule. */
const PARSER = new Environment({
  limits: { maxAstNodes: 2000, maxDepth: 64, maxListElements: 200, maxMapEntries: 200, maxCallArguments: 8 },
});

/** What the parser's codes mean, in words for people who write rules. For other codes, the parser's text is used. */
const PARSE_SENTENCES: Readonly<Record<string, string>> = {
  unexpected_token: 'The expression ends too early, or has a character that cannot be here',
  expected_token: 'A bracket, comma, colon or name is missing here',
  unterminated_string: 'The text has no closing quotation mark',
  reserved_identifier: 'This word is reserved in CEL. To read a claim with this name, write user["name"]',
  limit_exceeded: 'The expression is nested too deeply, or has too many parts',
  invalid_macro_argument: 'The first argument must be a name, as in groups.exists(group, group == "admins")',
};

/**
 * Parses the expression of a claim rule, and checks that it contains only what claim rules allow.
 * @throws RuleMistake
 */
export function parseRule(expression: string): Term {
  if (expression.length > MAX_EXPRESSION_LENGTH) {
    const end = positionAt(expression, MAX_EXPRESSION_LENGTH);
    throw new RuleMistake(`The expression must have at most ${MAX_EXPRESSION_LENGTH} characters`, end);
  }
  if (!expression.isWellFormed()) {
    throw new RuleMistake('The expression contains half of a surrogate pair', positionAt(expression, 0));
  }
  return checkedTerm(expression, parseExpression(expression));
}

function parseExpression(expression: string): ASTNode {
  try {
    return PARSER.parse(expression).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new RuleMistake(
      PARSE_SENTENCES[error.code] ?? error.summary,
      positionAt(expression, error.range?.start ?? 0),
    );
  }
}
