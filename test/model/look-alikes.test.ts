import { describe, expect, it } from '@jest/globals';
import { lookAlikeClass, lookAlikesOf } from '../../src/model/people/look-alikes.js';
import { isUsername, usernameKey } from '../../src/model/people/user.js';

describe('usernames that look alike in two alphabets (UTS 39 §4)', () => {
  it.each([
    ['раура', 'paypa', 'Cyrillic'],
    ['ѕсоре', 'scope', 'Cyrillic'],
    ['ВОВ', 'bob', 'Cyrillic in capital letters'],
    ['сосо.7', 'coco.7', 'Cyrillic with a digit'],
    ['ΝΙΚΟ', 'niko', 'Greek in capital letters'],
    ['ονο', 'ovo', 'Greek'],
    ['ᎪᎷᏦ', 'amk', 'Cherokee'],
    ['ꓮꓡꓲꓚꓰ', 'alice', 'Lisu'],
    ['օո', 'on', 'Armenian'],
  ])('%s and %s find each other (%s)', (other, latin) => {
    expect([isUsername(other), isUsername(latin)]).toEqual([true, true]);
    expect(lookAlikesOf(other)).toContain(latin);
    expect(lookAlikesOf(latin)).toContain(usernameKey(other));
  });

  it('find each other also if neither is Latin', () => {
    expect(lookAlikesOf('ОО')).toContain('οο');
  });

  it.each(['жанна', 'Дмитрий', 'Ωμέγα', '学生', 'たなか', '2040'])('are none for %s', (name) => {
    expect(lookAlikesOf(name)).toEqual([]);
  });

  it('never include the name itself, and are few, however long the name is', () => {
    for (const name of ['paypa', 'o'.repeat(64), 'А'.repeat(64)]) {
      expect(lookAlikesOf(name)).not.toContain(usernameKey(name));
      expect(lookAlikesOf(name).length).toBeLessThan(20);
    }
  });
});

describe('the class of a username', () => {
  it.each([
    'paypa',
    'раура',
    'ΝΙΚΟ',
    'aßa',
    'İo',
    'cafe\u0301',
    'с\u0301о\u0301',
    'ην',
    'ᎪᎷᏦ',
    'ꓮꓡꓲꓚꓰ',
    'ǰo',
    'ſoſ',
    'x.7-y',
    '学生',
  ])('is the same for %s and every name that looks like it', (name) => {
    const classes = [name, ...lookAlikesOf(name)].map(lookAlikeClass);
    expect(new Set(classes).size).toBe(1);
  });

  it('is the same for random names and every name that looks like them', () => {
    const letters = [
      ...'abcdehijklnopqrsuvwxyzßABEHIKMNOPTXYZасеорухнгпАВЕНОРСТУХαινορυγωΑΒΕΗΙΝΡΥցհյլոօզսᎪᏴᏟꓮꓐⲁⲥⲟ\u0301\u0307.7',
    ];
    for (let seed = 1; seed < 3000; seed += 1) {
      const name = Array.from(
        { length: 4 },
        (_, at) => letters[(seed * 7919 * (at + 3) + at * seed) % letters.length],
      ).join('');
      const classes = [name, ...lookAlikesOf(name)].map(lookAlikeClass);
      expect([name, new Set(classes).size]).toEqual([name, 1]);
    }
  });

  it('differs for names that differ in other letters', () => {
    expect(new Set(['ada', 'adam', 'eda', 'ada.1', 'ada.2', 'жанна'].map(lookAlikeClass)).size).toBe(6);
  });
});
