import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { stripIgnoredCharacters } from 'graphql';
import { makeUnsavedChanges } from '../../console/src/parts/form/unsaved-changes.js';
import { toCsv } from '../../console/src/parts/list/csv.js';
import { layOut } from '../../console/src/parts/operation-layout.js';

describe('toCsv', () => {
  it('quotes what needs quotes, and writes nested values as JSON', () => {
    expect(toCsv([{ name: 'a "b"', note: 'one\ntwo', list: ['x'], none: null, count: 3 }])).toBe(
      'name,note,list,none,count\r\n"a ""b""","one\ntwo","[""x""]",,3\r\n',
    );
  });

  it('keeps spreadsheets from running a value as a formula', () => {
    expect(toCsv([{ name: '=HYPERLINK("x")', address: '+1', user: '@a', minus: '-1', count: -1 }])).toBe(
      'name,address,user,minus,count\r\n"\'=HYPERLINK(""x"")",\'+1,\'@a,\'-1,-1\r\n',
    );
  });

  it('does so in spreadsheets that begin a cell after a semicolon too', () => {
    expect(toCsv([{ name: 'x;=cmd;y', wide: '\uff1d1', plain: 'a-b; c=d' }])).toBe(
      "name,wide,plain\r\nx;'=cmd;y,'\uff1d1,a-b; c=d\r\n",
    );
  });
});

describe('unsaved changes', () => {
  it('ask before an action that leaves, and run it only if the user leaves', () => {
    const unsaved = makeUnsavedChanges();
    const done: string[] = [];
    unsaved.leave(() => done.push('without changes'));
    const remove = unsaved.watch(() => true);
    unsaved.leave(() => done.push('stayed'));
    unsaved.answer(false);
    unsaved.leave(() => done.push('left'));
    expect(done).toEqual(['without changes']);
    unsaved.answer(true);
    expect(done).toEqual(['without changes', 'left']);
    remove();
    expect(unsaved.hasAny()).toBe(false);
  });
});

describe('layOut', () => {
  const documents = globSync('console/src/generated/*.ts').flatMap(
    (file) => readFileSync(file, 'utf8').match(/(?<= = `)[^`]+(?=` as TypedDocument)/g) ?? [],
  );

  it('writes the operations of the console as they were, apart from lines that are too long', () => {
    expect(documents.length).toBeGreaterThan(100);
    for (const document of documents) {
      const laidOut = layOut(stripIgnoredCharacters(document));
      expect(stripIgnoredCharacters(laidOut)).toBe(stripIgnoredCharacters(document));
      if (!/\($/m.test(document)) expect(laidOut).toBe(document);
    }
  });
});
