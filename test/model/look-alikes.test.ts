import { describe, expect, it } from '@jest/globals';
import { lookAlikesOf } from '../../src/model/people/look-alikes.js';
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
