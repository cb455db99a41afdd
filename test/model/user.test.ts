import { describe, expect, it } from '@jest/globals';
import { isShallow } from '../../src/model/json.js';
import { isUsername, usernameKey } from '../../src/model/people/user.js';

describe('usernames', () => {
  it.each(['ada', 'þóra', 'a.b_c-d@e+f', '学生', 'é'])('can be %s', (name) => {
    expect(isUsername(name)).toBe(true);
  });

  it.each(['', '.ada', 'a b', 'a/b', 'a<b', 'x'.repeat(65)])('cannot be %j', (name) => {
    expect(isUsername(name)).toBe(false);
  });

  it.each(['\ufe0f', '\ufe00', '\u{e0100}', '\u180b', '\u17b4', '\u3164', '\u115f', '\u034f', '\u200b'])(
    'cannot contain the invisible character %j, because two names would look the same',
    (unseen) => {
      expect(isUsername(`alice${unseen}`)).toBe(false);
    },
  );

  it.each([
    ['аda', 'a Cyrillic letter among Latin ones'],
    ['αda', 'a Greek letter among Latin ones'],
    ['pаypal', 'a Cyrillic letter in the middle'],
    ['ο\u0430', 'a Greek letter beside a Cyrillic one'],
    ['adaՏ', 'an Armenian letter'],
    ['Ꭺda', 'a Cherokee letter'],
  ])('cannot be %s, which has %s and looks like another name (UTS 39 §5.1)', (name) => {
    expect(isUsername(name)).toBe(false);
  });

  it.each(['Ада', 'Ωμέγα', 'ада.7', 'たなかtanaka', '李lee', 'Մարի', 'ᎠᎳ'])(
    'can be %s, whose letters cannot be confused',
    (name) => {
      expect(isUsername(name)).toBe(true);
    },
  );

  it('are equal ignoring case and Unicode composition', () => {
    expect(usernameKey('ADA')).toBe(usernameKey('ada'));
    expect(usernameKey('e\u0301')).toBe(usernameKey('é'));
  });
});

describe('JSON from outside', () => {
  it('can be nested at most 16 levels deep', () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(isShallow(nested(16))).toBe(true);
    expect(isShallow(nested(17))).toBe(false);
    expect(isShallow(nested(5000))).toBe(false);
  });
});
