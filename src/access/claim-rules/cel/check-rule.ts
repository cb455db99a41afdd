import type { ASTNode } from '@marcbachmann/cel-js';
import { checkedCall, checkedOperator } from './check-call.js';
import { positionAt, RuleMistake } from './rule-error.js';
import { COMPREHENSIONS, type ComprehensionName, type Term } from './rule-term.js';
import { isPossible, type Kind, type RuleType, type RuleValue } from './rule-value.js';

/** What a part of an expression may refer to. */
interface Scope {
  readonly expression: string;
  readonly variables: ReadonlyMap<string, RuleType>;
  readonly isInComprehension: boolean;
}

const VARIABLES: ReadonlyMap<string, RuleType> = new Map<string, RuleType>([
  ['user', { kind: 'map' }],
  ['groups', { kind: 'list', entry: 'string' }],
]);

const BOOLEAN: RuleType = { kind: 'bool' };
const ANY: RuleType = { kind: 'dyn' };
const MAX_INT = 2n ** 63n - 1n;

/** @throws RuleMistake if the expression contains something that claim rules do not allow */
export function checkedTerm(expression: string, node: ASTNode): Term {
  const term = termOf({ expression, variables: VARIABLES, isInComprehension: false }, node);
  if (term.type.kind !== 'map') return term;
  throw new RuleMistake('The result must be a text, a number, a boolean, a list of these, or null', term.position);
}

function termOf(scope: Scope, node: ASTNode): Term {
  const position = positionAt(scope.expression, node.start);
  const termsOf = (nodes: readonly ASTNode[]) => nodes.map((one) => termOf(scope, one));
  const operator = (operands: readonly ASTNode[]) => {
    const symbol = node.op.replace('_', '');
    const [left] = operands;
    const at = operands.length === 2 && left !== undefined ? after(scope, left, symbol) : position;
    return checkedOperator(symbol, termsOf(operands), at);
  };
  switch (node.op) {
    case 'value':
      return { op: 'literal', ...checkedLiteral(node.args, scope, node), position };
    case 'id':
      return { op: 'variable', name: node.args, type: variableType(scope, node.args, node), position };
    case '.': {
      const object = checkedObject(scope, node.args[0], node.args[1]);
      return { op: 'field', object, name: node.args[1], type: ANY, position: positionAt(scope.expression, node.pos) };
    }
    case '[]': {
      const [object, index] = [termOf(scope, node.args[0]), termOf(scope, node.args[1])];
      if (index.op === 'literal') checkClaimName(object, index.value);
      return { op: 'index', object, index, type: indexedType(object, index), position };
    }
    case 'list':
      return listTerm(termsOf(node.args), position);
    case '&&':
    case '||': {
      const [left, right] = [checkedCondition(scope, node.args[0]), checkedCondition(scope, node.args[1])];
      return { op: node.op === '&&' ? 'and' : 'or', left, right, type: BOOLEAN, position };
    }
    case '?:': {
      const condition = checkedCondition(scope, node.args[0]);
      const [yes, no] = [termOf(scope, node.args[1]), termOf(scope, node.args[2])];
      return { op: 'conditional', condition, yes, no, type: commonType(yes.type, no.type), position };
    }
    case 'call':
      if (node.args[0] === 'has') return hasTerm(scope, node, node.args[1]);
      return checkedCall(`${node.args[0]}()`, termsOf(node.args[1]), position);
    case 'rcall': {
      const [name, receiver, args] = node.args;
      if (isComprehension(name)) return comprehensionTerm(scope, name, receiver, args);
      return checkedCall(`.${name}()`, termsOf([receiver, ...args]), after(scope, receiver, name));
    }
    case '!_':
    case '-_':
      return operator([node.args]);
    case 'map':
    case '.?':
    case '[?]':
      throw new RuleMistake('Objects in braces and optional fields are not available in claim rules', position);
    default:
      return operator(node.args);
  }
}

function comprehensionTerm(scope: Scope, name: ComprehensionName, receiver: ASTNode, args: readonly ASTNode[]): Term {
  const position = after(scope, receiver, name);
  const [variable, ...rest] = args;
  const isComplete = rest.length === 1 || (name === 'map' && rest.length === 2);
  if (!isComplete || variable?.op !== 'id') {
    throw new RuleMistake(`${name}() needs a name and an expression, as in groups.${name}(group, …)`, position);
  }
  if (scope.isInComprehension) {
    throw new RuleMistake(`${name}() cannot be inside another all, exists, exists_one, filter or map`, position);
  }
  if (VARIABLES.has(variable.args)) {
    throw new RuleMistake(`Choose another name than ${variable.args}`, positionAt(scope.expression, variable.start));
  }
  const list = termOf(scope, receiver);
  if (!isPossible(list.type.kind, 'list')) throw new RuleMistake(`${name}() needs a list before the dot`, position);
  const inner: Scope = {
    ...scope,
    variables: new Map([...scope.variables, [variable.args, { kind: list.type.entry ?? 'dyn' }]]),
    isInComprehension: true,
  };
  const [first, second] = rest as [ASTNode, ASTNode?];
  const condition = second === undefined ? undefined : checkedCondition(inner, first);
  const body = name === 'map' ? checkedEntry(termOf(inner, second ?? first)) : checkedCondition(inner, first);
  const types = { map: { kind: 'list', entry: body.type.kind }, filter: { ...list.type, kind: 'list' } } as const;
  const type = name === 'map' || name === 'filter' ? types[name] : BOOLEAN;
  return { op: 'comprehension', name, list, variable: variable.args, condition, body, type, position };
}

function isComprehension(name: string): name is ComprehensionName {
  return (COMPREHENSIONS as readonly string[]).includes(name);
}

function hasTerm(scope: Scope, node: ASTNode, [field, ...others]: readonly ASTNode[]): Term {
  const position = positionAt(scope.expression, node.start);
  if (field?.op !== '.' || others.length > 0) {
    throw new RuleMistake('has() needs the name of a claim, as in has(user.email)', position);
  }
  const [object, name] = field.args;
  return { op: 'has', object: checkedObject(scope, object, name), name, type: BOOLEAN, position };
}

/** Checks the object before a dot. The groups are a variable of their own, and `user` never has them. */
function checkedObject(scope: Scope, node: ASTNode, name: string): Term {
  const object = termOf(scope, node);
  checkClaimName(object, name);
  if (isPossible(object.type.kind, 'map')) return object;
  throw new RuleMistake('Only user and the claims that are objects have fields', object.position);
}

function checkClaimName(object: Term, name: RuleValue): void {
  if (object.op !== 'variable' || object.name !== 'user' || name !== 'groups') return;
  throw new RuleMistake('Write groups instead of user.groups', object.position);
}

function checkedCondition(scope: Scope, node: ASTNode): Term {
  const condition = termOf(scope, node);
  if (isPossible(condition.type.kind, 'bool')) return condition;
  throw new RuleMistake(
    'A condition must be true or false. Compare the value, as in user.locale == "de"',
    condition.position,
  );
}

function listTerm(entries: readonly Term[], position: Term['position']): Term {
  const kinds = new Set(entries.map((entry) => checkedEntry(entry).type.kind));
  const [kind = 'dyn'] = kinds;
  return { op: 'list', entries, type: { kind: 'list', entry: kinds.size === 1 ? kind : 'dyn' }, position };
}

function checkedEntry(entry: Term): Term {
  if (entry.type.kind !== 'list' && entry.type.kind !== 'map') return entry;
  throw new RuleMistake('A list cannot contain lists or objects', entry.position);
}

function checkedLiteral(value: unknown, scope: Scope, node: ASTNode): { value: RuleValue; type: RuleType } {
  if (value === null) return { value, type: { kind: 'null' } };
  if (typeof value === 'string') return { value, type: { kind: 'string' } };
  if (typeof value === 'boolean') return { value, type: BOOLEAN };
  if (typeof value === 'number') return { value, type: { kind: 'double' } };
  if (typeof value === 'bigint' && value <= MAX_INT) return { value, type: { kind: 'int' } };
  throw new RuleMistake(
    'Unsigned numbers, numbers above 64 bits, and bytes are not available in claim rules',
    positionAt(scope.expression, node.start),
  );
}

function variableType(scope: Scope, name: string, node: ASTNode): RuleType {
  const type = scope.variables.get(name);
  if (type !== undefined) return type;
  throw new RuleMistake(
    `${name} is not a variable. Rules read user and groups. Write user.${name} for a claim of the user, or put a text in quotes`,
    positionAt(scope.expression, node.start),
  );
}

function indexedType(object: Term, index: Term): RuleType {
  const isInList = isPossible(object.type.kind, 'list') && isPossible(index.type.kind, 'int');
  const isInMap = isPossible(object.type.kind, 'map') && isPossible(index.type.kind, 'string');
  if (!isInList && !isInMap) {
    throw new RuleMistake('In brackets, a list needs a whole number and an object needs a text', index.position);
  }
  return { kind: object.type.entry ?? 'dyn' };
}

function commonType(one: RuleType, other: RuleType): RuleType {
  const kind: Kind = one.kind === other.kind ? one.kind : 'dyn';
  return { kind, ...(one.entry !== undefined && one.entry === other.entry && { entry: one.entry }) };
}

/** The position of an operator or a method's name, which follows this node. */
function after({ expression }: Scope, node: ASTNode, word: string) {
  return positionAt(expression, Math.max(node.start, expression.indexOf(word, node.end)));
}
