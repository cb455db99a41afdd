import { describe, expect, it } from '@jest/globals';
import { searchedWords, wordsOf } from '../../src/storage/search/words.js';

describe('The words of a record', () => {
  it.each([
    ['Grace Brewster Hopper', ['brewster', 'grace', 'hopper']],
    ['grace@example.com', ['example.com', 'grace@example.com']],
    ['grace.hopper@mail.example.com', ['grace.hopper@mail.example.com', 'hopper@mail.example.com', 'mail.example.com']],
    ["  Seán   O'Neil-Müller ", ['muller', 'neil-muller', "o'neil-muller", 'sean']],
    ['ΟΔΟΣ Straße ＡＢＣ İstanbul', ['abc', 'istanbul', 'strasse', 'οδοσ']],
    ['王小明', ['王小明']],
    ['★ -- @', ['--', '@', '★']],
  ])('of %j begin where a letter or digit follows another character', (text, words) => {
    expect(wordsOf([text])).toEqual(words);
  });

  it('leave out a word with which another one begins, and are limited', () => {
    expect(wordsOf(['Grace', undefined, 'grace@example.com', 'Grace'])).toEqual(['example.com', 'grace@example.com']);
    expect(wordsOf([Array.from({ length: 300 }, (_, place) => `w${place}x`).join(' ')])).toHaveLength(40);
    expect(wordsOf(['x'.repeat(300)])).toEqual(['x'.repeat(100)]);
  });
});

describe('The words of a search', () => {
  it.each([
    ['Hop', ['hop']],
    ['@Example.com', ['example.com']],
    ['  grâce  HOP ', ['grace', 'hop']],
    ['gra grace g', ['grace']],
    ['% smith - @', ['%', '-', '@', 'smith']],
    ['\u200d \u0301', []],
  ])('%j are those that a record must have', (text, words) => {
    expect(searchedWords(text)).toEqual(words);
  });
});
