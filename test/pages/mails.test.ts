import { describe, expect, it } from '@jest/globals';
import type { MailFacts } from '../../src/model/server/mail.js';
import { makeMailRenderer } from '../../src/pages/mail/render-mail.js';
import { LANGUAGES } from '../../src/pages/texts/choose-texts.js';

const CONFIG = { rpName: 'Hús & Co', issuer: 'https://id.example.com', brandColor: undefined };
const LOOK = { findLogo: () => Promise.resolve(undefined), deviceOf: () => ({}), countryOf: () => undefined };
const FACTS: readonly MailFacts[] = [{ kind: 'TEST' }];

describe.each(FACTS)('The mail $kind', (facts) => {
  it('has a subject on one line and the same text in both parts, in every language', async () => {
    const render = makeMailRenderer(CONFIG, LOOK);
    const subjects = new Set<string>();
    for (const { lang } of LANGUAGES) {
      const { subject, text, html, images } = await render({ language: lang, facts });
      subjects.add(subject);
      expect(subject).toMatch(/^.{5,120}$/u);
      expect(text.split('\n')[0]).toBe(subject);
      expect(html).toContain(`<html lang="${lang}" dir="ltr">`);
      expect(html).toContain('Hús &amp; Co');
      expect(text).toContain('id.example.com');
      expect(images).toEqual([]);
    }
    expect(subjects.size).toBe(LANGUAGES.length);
  });

  it('loads nothing', async () => {
    const { html } = await makeMailRenderer(CONFIG, LOOK)({ facts });
    expect(html).not.toMatch(/<(img|link|script|style|iframe)|url\(|@import|background=/i);
  });
});

describe('The logo in mails', () => {
  const logoOf = async (type: string) => {
    const findLogo = () => Promise.resolve({ type, body: Buffer.from('an image') });
    return makeMailRenderer(CONFIG, { ...LOOK, findLogo })({ facts: { kind: 'TEST' } });
  };

  it('is a part of the mail', async () => {
    const { html, images } = await logoOf('image/png');
    expect(html).toContain('src="cid:logo"');
    expect(images).toEqual([{ cid: 'logo', type: 'image/png', body: Buffer.from('an image') }]);
  });

  it('is left out if mail programs do not show it', async () => {
    const { html, images } = await logoOf('image/svg+xml');
    expect(html).not.toContain('<img');
    expect(images).toEqual([]);
  });
});

describe('The name of the server in mails', () => {
  it('cannot add a line to the subject', async () => {
    const { subject } = await makeMailRenderer(
      { ...CONFIG, rpName: 'A\r\nBcc: eve@example.net' },
      LOOK,
    )({
      facts: { kind: 'TEST' },
    });
    expect(subject).toMatch(/^Test email from A Bcc: eve@example.net$/);
  });
});
