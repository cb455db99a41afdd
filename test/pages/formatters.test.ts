import { afterEach, describe, expect, it } from '@jest/globals';
import { accountPage } from '../../src/pages/account/account-page.js';
import { languageName } from '../../src/pages/formatters.js';
import { loadAssets } from '../../src/pages/layout/assets.js';
import { LANGUAGES } from '../../src/pages/texts/choose-texts.js';
import { accountPageProps } from '../support/account-page-props.js';
import { testConfig } from '../support/deps.js';

describe('formatters', () => {
  const { DateTimeFormat, DisplayNames } = Intl;
  afterEach(() => {
    Object.assign(Intl, { DateTimeFormat, DisplayNames });
  });

  it('are made once for a language and a time zone, not for each view of the account page', () => {
    let made = 0;
    class CountedDates extends Intl.DateTimeFormat {
      constructor(lang: string, options: Intl.DateTimeFormatOptions) {
        super(lang, options);
        made += 1;
      }
    }
    class CountedNames extends Intl.DisplayNames {
      constructor(langs: string[], options: Intl.DisplayNamesOptions) {
        super(langs, options);
        made += 1;
      }
    }
    Object.assign(Intl, { DateTimeFormat: CountedDates, DisplayNames: CountedNames });
    const [texts] = LANGUAGES;
    if (texts === undefined) throw new Error('There is no language.');
    const frame = { texts, brand: { name: 'Passgraph' }, assets: loadAssets(testConfig()) };
    const view = (timeZone: string) =>
      accountPage(frame, accountPageProps('ada', new Date('2040-11-21T23:30:00Z'), { timeZone }));
    const first = view('Europe/Vienna');
    const madeFirst = made;
    expect(madeFirst).toBeGreaterThan(0);
    for (let views = 0; views < 50; views += 1) expect(view('Europe/Vienna')).toBe(first);
    expect(made).toBe(madeFirst);
    expect(first).toContain('Nov 22, 2040');
    expect(view('UTC')).toContain('Nov 21, 2040');
  });

  it('write the name of each language in that language, with a capital letter', () => {
    const names = LANGUAGES.map(({ lang }) => languageName(lang));
    expect(names).toEqual(['English', 'Deutsch', 'Español', 'Français', 'Íslenska', 'Türkçe', 'Tiếng Việt']);
  });
});
