/** Makes random expressions that the checks accept. The same seed makes the same expressions. */

type Wanted = 'string' | 'int' | 'bool' | 'list';
type Random = () => number;
type Maker = (part: (wanted: Wanted) => string, inner: (wanted: Wanted, variable: string) => string) => string;

const CLAIMS: Readonly<Record<Wanted, readonly string[]>> = {
  string: ['user.email', 'user.name', 'user.address.locality', '"a"', '"@"', '""', '"team-admins"', 'user.missing'],
  int: ['user.level', '0', '3', '-7', '9223372036854775807'],
  bool: ['user.email_verified', 'true', 'false', 'has(user.name)', 'has(user.missing)', 'has(user.address.country)'],
  list: ['groups', 'user.teams', '[]', '["a", "team-admins"]', '[user.email, user.name]'],
};

const MAKERS: Readonly<Record<Wanted, readonly Maker[]>> = {
  string: [
    (part) => `(${part('string')} + ${part('string')})`,
    (part) => `(${part('bool')} ? ${part('string')} : ${part('string')})`,
    (part) => `${part('list')}.join(${part('string')})`,
    (part) => `${part('list')}[${part('int')}]`,
    (part) => `string(${part('int')})`,
    (part) => `${part('string')}.lowerAscii()`,
    (part) => `${part('string')}.substring(${part('int')})`,
  ],
  int: [
    (part) => `(${part('int')} + ${part('int')})`,
    (part) => `(${part('int')} * ${part('int')})`,
    (part) => `(${part('int')} % ${part('int')})`,
    (part) => `size(${part('string')})`,
    (part) => `${part('list')}.size()`,
    (part) => `${part('string')}.indexOf(${part('string')})`,
  ],
  bool: [
    (part) => `(${part('bool')} && ${part('bool')})`,
    (part) => `(${part('bool')} || ${part('bool')})`,
    (part) => `!${part('bool')}`,
    (part) => `(${part('string')} == ${part('string')})`,
    (part) => `(${part('list')} == ${part('list')})`,
    (part) => `(${part('int')} < ${part('int')})`,
    (part) => `(${part('string')} in ${part('list')})`,
    (part) => `(${part('string')} in user)`,
    (part) => `${part('string')}.startsWith(${part('string')})`,
    (part) => `${part('string')}.contains(${part('string')})`,
    (part, inner) => `${part('list')}.exists(x, ${inner('bool', 'x')})`,
    (part, inner) => `${part('list')}.all(x, ${inner('bool', 'x')})`,
    (part, inner) => `${part('list')}.exists_one(x, ${inner('bool', 'x')})`,
  ],
  list: [
    (part) => `(${part('list')} + ${part('list')})`,
    (part) => `[${part('string')}, ${part('string')}]`,
    (part) => `${part('string')}.split(${part('string')})`,
    (part, inner) => `${part('list')}.filter(x, ${inner('bool', 'x')})`,
    (part, inner) => `${part('list')}.map(x, ${inner('string', 'x')})`,
    (part, inner) => `${part('list')}.map(x, ${inner('bool', 'x')}, ${inner('string', 'x')})`,
  ],
};

export function randomExpression(random: Random): string {
  const wanted = pick(random, ['string', 'int', 'bool', 'list'] as const);
  return make(random, wanted, 4, undefined);
}

function make(random: Random, wanted: Wanted, depth: number, variable: string | undefined): string {
  const leaves = variable !== undefined && wanted === 'string' ? [variable, ...CLAIMS[wanted]] : CLAIMS[wanted];
  if (depth === 0 || random() < 0.15) return pick(random, leaves);
  const part = (kind: Wanted) => make(random, kind, depth - 1, variable);
  const inner = (kind: Wanted, name: string) => make(random, kind, depth - 1, name);
  const makers = MAKERS[wanted].filter((maker) => variable === undefined || maker.length === 1);
  return pick(random, makers)(part, inner);
}

function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

/** A linear congruential generator. Its numbers are between 0 and 1. */
export function randomNumbers(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
