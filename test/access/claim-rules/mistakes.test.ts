import { describe, expect, it } from '@jest/globals';
import { findRuleProblem } from '../../../src/access/claim-rules/check-claim-rules.js';

const problemOf = (expression: string) => findRuleProblem([{ claim: 'role', expression }])?.message;

describe('A claim rule that is saved', () => {
  it.each([
    ['user.email', ['preferred_username']],
    ['"admins" in groups ? "Admin" : "Viewer"', ['role']],
    ['"admins" in groups ? "Admin" : null', ['role']],
    ['groups.filter(g, g.startsWith("app-")).map(g, g.substring(4))', ['groups', 'roles']],
    ['user["custom claim"]', ['https://example.com/claim']],
    ['has(user.email) && user.email.endsWith("@example.com")', ['is_staff']],
    ['["a", 1, true, 1.5] // different types', ['list']],
    ['user.address.country == "AT" || user.level >= 3', ['x']],
    ['"de-AT".lowerAscii()', ['locale']],
  ])('may be %s', (expression, [claim = '']) => {
    expect(findRuleProblem([{ claim, expression }])).toBeUndefined();
  });

  it.each([
    ['', 1, 1, 'The expression ends too early'],
    ['user.email +', 1, 13, 'The expression ends too early'],
    ['"abc', 1, 1, 'The text has no closing quotation mark'],
    ['true ? "a"', 1, 11, 'A bracket, comma, colon or name is missing here'],
    [
      '"a" ==\n  email',
      2,
      3,
      'email is not a variable. Rules read user and groups. Write user.email for a claim of the user, or put a text in quotes',
    ],
    ['"admins" in group', 1, 13, 'group is not a variable. Rules read user and groups'],
    ['"admins" in user.groups', 1, 13, 'Write groups instead of user.groups'],
    ['has(user.groups)', 1, 5, 'Write groups instead of user.groups'],
    ['user["groups"]', 1, 1, 'Write groups instead of user.groups'],
    ['groups == "admins"', 1, 8, 'a list never equals a text. To search a list, write "admins" in groups'],
    ['1 in groups', 1, 3, 'a whole number never equals a text'],
    ['"a" + 1', 1, 5, '+ cannot be used with a text and a whole number'],
    ['groups.startsWith("a")', 1, 8, 'startsWith() cannot be used with a list and a text'],
    ['groups.map(g,\n g + 1)', 2, 4, '+ cannot be used with a text and a whole number'],
    [
      'user.name.matches("(a+)+$")',
      1,
      11,
      'matches() is not available, because a regular expression can take very long',
    ],
    ['timestamp(user.x)', 1, 1, 'timestamp() is not available in claim rules. Available: size()'],
    ['user.constructor("x")', 1, 6, 'constructor() is not available in claim rules'],
    ['cel.bind(x, user.name, x + x)', 1, 1, 'cel is not a variable'],
    ['cel.bind', 1, 1, 'cel is not a variable'],
    ['google.protobuf', 1, 1, 'google is not a variable'],
    ['b"bytes"', 1, 1, 'Unsigned numbers, numbers above 64 bits, and bytes are not available'],
    ['18446744073709551616', 1, 1, 'Unsigned numbers, numbers above 64 bits, and bytes are not available'],
    ['1u', 1, 1, 'Unsigned numbers, numbers above 64 bits, and bytes are not available'],
    ['{"a": 1}', 1, 1, 'Objects in braces and optional fields are not available'],
    ['user', 1, 1, 'The result must be a text, a number, a boolean, a list of these, or null'],
    ['[groups]', 1, 2, 'A list cannot contain lists or objects'],
    ['groups.map(g, groups)', 1, 15, 'A list cannot contain lists or objects'],
    ['groups.filter(g, groups.exists(h, h == g))', 1, 25, 'exists() cannot be inside another'],
    ['groups.map(user, user)', 1, 12, 'Choose another name than user'],
    ['groups.map(g)', 1, 8, 'map() needs a name and an expression'],
    ['"abc".map(c, c)', 1, 7, 'map() needs a list before the dot'],
    ['has("email")', 1, 1, 'has() needs the name of a claim, as in has(user.email)'],
    ['user.email ? 1 : 2', undefined, undefined, undefined],
    ['"a" ? 1 : 2', 1, 1, 'A condition must be true or false'],
    ['groups["a"]', 1, 8, 'In brackets, a list needs a whole number'],
    ['groups.name', 1, 1, 'Only user and the claims that are objects have fields'],
    ['"\\ud800"', 1, 2, 'Invalid Unicode surrogate'],
    ['"\ud800"', 1, 1, 'The expression contains half of a surrogate pair'],
    [`${'('.repeat(100)}1${')'.repeat(100)}`, 1, 65, 'The expression is nested too deeply, or has too many parts'],
    [`"${'x'.repeat(1000)}"`, 1, 1001, 'The expression must have at most 1000 characters'],
  ])('reports the mistake in %j at its place', (expression, line, column, message) => {
    if (message === undefined) expect(problemOf(expression)).toBeUndefined();
    else expect(problemOf(expression)).toContain(`has a mistake in line ${line}, column ${column}. ${message}`);
  });

  it.each([
    ['sub', 'is a name that the protocols reserve'],
    ['iss', 'is a name that the protocols reserve'],
    ['__proto__', 'is a name that the protocols reserve'],
    ['clientGeneration', 'is a name that the protocols reserve'],
    ['email_verified', 'must not end with _verified'],
    ['anything_verified', 'must not end with _verified'],
    ['', 'must have 1 to 128 visible ASCII characters'],
    ['two words', 'must have 1 to 128 visible ASCII characters'],
    ['x'.repeat(129), 'must have 1 to 128 visible ASCII characters'],
  ])('cannot compute the claim %j', (claim, message) => {
    expect(findRuleProblem([{ claim, expression: '"x"' }])).toMatchObject({ path: [0, 'claim'] });
    expect(findRuleProblem([{ claim, expression: '"x"' }])?.message).toContain(message);
  });

  it('cannot have the claim of another rule, and there are at most 20', () => {
    const rules = Array.from({ length: 21 }, (_, index) => ({ claim: `c${index}`, expression: '"x"' }));
    expect(findRuleProblem(rules.slice(0, 20))).toBeUndefined();
    expect(findRuleProblem(rules)?.message).toBe('must have at most 20 rules');
    expect(findRuleProblem([...rules.slice(0, 2), { claim: 'c0', expression: '1' }])).toMatchObject({
      path: [2, 'claim'],
      message: expect.stringContaining('is the claim of an earlier rule'),
    });
  });
});
