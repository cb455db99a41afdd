import { describe, expect, it } from '@jest/globals';
import { toStoredValue } from '../../../src/admin/catalogue/stored-value.js';
import {
  type Choices,
  choiceType,
  listType,
  type ObjectShape,
  objectType,
  textType,
} from '../../../src/admin/value-type.js';

const SIZE: Choices<'small' | 'large'> = {
  name: 'Size',
  description: 'A size.',
  values: { small: ['SMALL', 'Small.'], large: ['LARGE', 'Large.'] },
};
const RULE: ObjectShape = {
  name: 'Rule',
  description: 'A rule.',
  members: {
    path: { type: textType(), description: 'A path.' },
    sizes: { type: listType(choiceType(SIZE)), description: 'Sizes.' },
  },
};
const RULES: ObjectShape = {
  name: 'Rules',
  description: 'Rules.',
  members: {
    rules: { type: listType(objectType(RULE)), description: 'The rules.' },
    size: { type: choiceType(SIZE), description: 'A size.' },
  },
};

describe('toStoredValue', () => {
  it('replaces the names of enums, also inside lists and objects.', () => {
    expect(toStoredValue(choiceType(SIZE), 'SMALL')).toBe('small');
    expect(toStoredValue(listType(choiceType(SIZE)), ['SMALL', 'LARGE'])).toEqual(['small', 'large']);
    const given = { size: 'LARGE', rules: [{ path: 'SMALL', sizes: ['SMALL'] }, { path: '/' }] };
    expect(toStoredValue(objectType(RULES), given)).toEqual({
      size: 'large',
      rules: [{ path: 'SMALL', sizes: ['small'] }, { path: '/' }],
    });
  });

  it('keeps what is not in the type, so that the checks of the input reject it.', () => {
    expect(toStoredValue(choiceType(SIZE), 'HUGE')).toBe('HUGE');
    expect(toStoredValue(objectType(RULES), { constructor: 'SMALL', size: 3 })).toEqual({
      constructor: 'SMALL',
      size: 3,
    });
    expect(toStoredValue(objectType(RULES), 'text')).toBe('text');
  });
});
