/** The place of a construct in an expression. Lines and columns begin with 1, and a column is a UTF-16 code unit. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A mistake in the expression of a rule, found when the rule is saved. The message says how to correct it. */
export class RuleMistake extends Error {
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

/**
 * Why a rule failed when it ran. The message must not contain a value of a claim, because it is written to the log. It
 * may contain names and texts of the expression.
 */
export class RuleFailure extends Error {
  readonly position: Position | undefined;

  constructor(message: string, position?: Position) {
    super(message);
    this.position = position;
  }
}

/** The rule needed more steps than a rule may take. Unlike other failures, `||` and `exists` do not ignore it. */
export class StepsExhausted extends RuleFailure {}

export function positionAt(expression: string, offset: number): Position {
  const before = expression.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) as string).length + 1 };
}
