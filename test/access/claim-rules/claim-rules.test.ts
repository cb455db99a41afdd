import { describe, expect, it, jest } from '@jest/globals';
import { Environment } from '@marcbachmann/cel-js';
import { MAX_EXPECTED_STEPS } from '../../../src/access/claim-rules/cel/rule-steps.js';
import { replaceClaims, runClaimRules } from '../../../src/access/claim-rules/claim-rules.js';
import type { JsonObject } from '../../../src/model/json.js';

const USER: JsonObject = {
  email: 'ann@example.com',
  email_verified: true,
  phone_number: '+4312345',
  phone_number_verified: true,
  preferred_username: 'ann',
  level: 7,
  ratio: 0.5,
  teams: ['a', 'b'],
  nothing: null,
  address: { country: 'AT' },
  'odd name': 'odd',
  constructor: 'not a function',
};

const GROUPS = ['admins', 'staff'];

const run = (expression: string, claim = 'result') => {
  const { computed, failed } = runClaimRules([{ claim, expression }], { user: USER, groups: GROUPS });
  return failed[0] === undefined ? computed[claim] : `failed: ${failed[0].message}`;
};

describe('A claim rule', () => {
  it.each<[string, unknown]>([
    ['user.level + 1', 8],
    ['user.ratio * 2.0', 1],
    ['double(user.level) / 2.0', 3.5],
    ['user.level > 6.5', true],
    ['user.level == 7.0', true],
    ['user.teams + ["c"]', ['a', 'b', 'c']],
    ['user["odd name"] + user.address.country', 'oddAT'],
    ['user.email.split("@")[0].upperAscii()', 'ANN'],
    ['groups.map(g, g != "staff", "/" + g)', ['/admins']],
    ['groups.exists_one(g, g == "staff")', true],
    ['groups.all(g, g.size() > 4)', true],
    ['"x" in user.address || "country" in user.address', true],
    ['user.missing == "a" || true', true],
    ['[1, 2].exists(x, x / 0 == 1 || x == 2)', true],
    ['-user.level % 4', -3],
    ['int("42") + int(2.9)', 44],
    ['string(1.5) + string(true) + string(-2)', '1.5true-2'],
    ['"a😀b".size()', 3],
    ['"a😀b".substring(1, 2)', '😀'],
    ['"a😀b".split("")', ['a', '😀', 'b']],
    ['"a😀b".indexOf("b")', 2],
    ['"ÄÖa".lowerAscii() + "İ".upperAscii()', 'ÄÖaİ'],
    ['user.constructor', 'not a function'],
    ['has(user.toString)', false],
    ['has(user.nothing)', true],
    ['null', undefined],
    ['user.nothing', undefined],
    ['dyn([]) == dyn("a")', false],
  ])('computes %s', (expression, result) => {
    expect(run(expression)).toEqual(result);
  });

  it.each([
    ['user.missing', 'missing is missing. The user does not have this claim, or no granted scope releases it'],
    ['user["missing"]', 'The object has no field with this name'],
    ['user.toString', 'toString is missing'],
    ['user["__proto__"]', 'The object has no field with this name'],
    ['user.email.x', 'The value before the dot is not an object'],
    ['groups[2]', 'The list has no entry with this number'],
    ['groups[-1]', 'The list has no entry with this number'],
    ['user.email && true', 'A condition is not true or false'],
    ['user.email + user.level', '+ cannot be used with string and int'],
    ['user.level / 0', 'The expression divides by zero'],
    ['user.level % 0', 'The expression divides by zero'],
    ['9223372036854775807 + user.level', 'The result is larger than a 64-bit integer'],
    ['9007199254740993', 'The result is not a number that JSON can contain exactly'],
    ['user.ratio / 0.0', 'The result is not a number that JSON can contain exactly'],
    ['int(user.email)', 'int() cannot convert this text to a whole number'],
    ['int(1e300)', 'int() cannot convert this number, because it is too large'],
    ['user.email.substring(5, 2)', 'substring() needs positions within the text'],
    ['user.address', 'The result contains an object or a list in a list'],
    ['[user.nothing]', 'The result contains null'],
    ['[user.teams]', 'A list cannot contain lists or objects'],
    ['user.address == user.address', 'Objects cannot be compared'],
    ['user.email.map(c, c)', 'map() needs a list before the dot'],
    ['[user.level, 1].join(",")', 'join() needs a list that contains only texts'],
  ])('fails without a value in the message: %s', (expression, message) => {
    const result = run(expression);
    expect(result).toContain(`failed: ${message}`);
    expect(result).not.toMatch(/\bann\b|\bAT\b|4312345|odd name/);
  });

  it('fails if its result is longer than 4096 bytes', () => {
    const user = { text: 'é'.repeat(2047), more: 'é'.repeat(2048) };
    const rules = ['text', 'more'].map((claim) => ({ claim, expression: `user.${claim}` }));
    const { computed, failed } = runClaimRules(rules, { user });
    expect(Object.keys(computed)).toEqual(['text']);
    expect(failed).toMatchObject([{ claim: 'more', message: 'The result is longer than 4096 bytes' }]);
  });

  it('says where it failed', () => {
    const { failed } = runClaimRules([{ claim: 'x', expression: '"a" +\n  user.missing' }], { user: USER });
    expect(failed).toMatchObject([{ claim: 'x', position: { line: 2, column: 8 } }]);
  });
});

describe('Claim rules', () => {
  const apply = (rules: Record<string, string>, groups?: readonly string[]) => {
    const list = Object.entries(rules).map(([claim, expression]) => ({ claim, expression }));
    return replaceClaims(USER, runClaimRules(list, { user: USER, groups }));
  };

  it('all see the original claims, and replace them', () => {
    const claims = apply({ preferred_username: 'user.email', nickname: 'user.preferred_username' });
    expect(claims).toMatchObject({ preferred_username: 'ann@example.com', nickname: 'ann', level: 7 });
  });

  it('leave a claim out if its rule fails or returns null', () => {
    const claims = apply({ preferred_username: 'user.missing', level: 'null' });
    expect(claims).not.toHaveProperty('preferred_username');
    expect(claims).not.toHaveProperty('level');
  });

  it('leave out the confirmation of a value that they change', () => {
    expect(apply({ email: '"ceo@example.com"' })).not.toHaveProperty('email_verified');
    expect(apply({ email: 'null' })).not.toHaveProperty('email_verified');
    expect(apply({ email: 'user.missing' })).not.toHaveProperty('email_verified');
    expect(apply({ phone_number: '"+1"' })).not.toHaveProperty('phone_number_verified');
    expect(apply({ email: 'user.email.trim()' })).toMatchObject({ email: 'ann@example.com', email_verified: true });
  });

  it('see the groups only if the scope groups was granted', () => {
    expect(apply({ role: '"admins" in groups ? "Admin" : "Viewer"' }, GROUPS)).toMatchObject({ role: 'Admin' });
    expect(apply({ role: '"admins" in groups ? "Admin" : "Viewer"' })).not.toHaveProperty('role');
  });

  it('share one limit of steps, whatever groups the user has', () => {
    const expression = 'groups.exists(g, g == "zz" || g.contains("q"))';
    const rules = Array.from({ length: 14 }, (_, index) => ({ claim: `c${index}`, expression }));
    const many = Array.from({ length: 20_000 }, (_, index) => `g${index}`);
    const { failed, steps } = runClaimRules([{ claim: 'first', expression: '"a"' }, ...rules], {
      user: USER,
      groups: many,
    });
    expect(steps).toBeLessThan(MAX_EXPECTED_STEPS + 100);
    expect(failed.map(({ claim }) => claim)).toEqual(rules.map(({ claim }) => claim));
    expect(failed[0]?.message).toContain('too many steps');
  });

  it('are parsed once, although every request reads the rules again', () => {
    const parse = jest.spyOn(Environment.prototype, 'parse');
    const read = () => [{ claim: 'once', expression: '"parsed " + "once"' }];
    for (let request = 0; request < 50; request += 1) runClaimRules(read(), { user: USER });
    expect(parse.mock.calls.filter(([text]) => String(text).includes('parsed'))).toHaveLength(1);
    parse.mockRestore();
  });

  it('fail without an effect on the others if one that was stored is malformed', () => {
    const { computed, failed } = runClaimRules(
      [
        { claim: 'a', expression: 'user.' },
        { claim: 'b', expression: '"b"' },
      ],
      { user: USER },
    );
    expect(computed).toEqual({ b: 'b' });
    expect(failed).toMatchObject([{ claim: 'a' }]);
  });
});
