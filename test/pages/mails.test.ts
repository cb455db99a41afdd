import { describe, expect, it } from '@jest/globals';
import { deviceOf } from '../../src/http/request/device.js';
import { makeMailRenderer } from '../../src/pages/mail/render-mail.js';
import { LANGUAGES } from '../../src/pages/texts/choose-texts.js';
import { MAIL_SAMPLES } from './mail-samples.js';

const CONFIG = { rpName: 'Hús & Co', issuer: 'https://id.example.com', brandColor: undefined };
const LOOK = { findLogo: () => Promise.resolve(undefined), deviceOf: () => ({}), countryOf: () => undefined };

describe.each(MAIL_SAMPLES)('The mail $kind', (facts) => {
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

describe('A security notice', () => {
  const write = (kind: string) => {
    const facts = MAIL_SAMPLES.find((sample) => sample.kind === kind);
    if (facts === undefined) throw new Error(`there is no sample of ${kind}`);
    const look = { ...LOOK, deviceOf, countryOf: () => 'IS' };
    return makeMailRenderer(CONFIG, look)({ language: 'de-AT', timeZone: 'Europe/Vienna', facts });
  };

  it('says what happened, where and when, in the language and time zone of the user', async () => {
    const { text, html } = await write('NEW_SIGN_IN');
    expect(text).toContain(
      'Gerät: Firefox auf Linux\nWo: Island, IP-Adresse 194.144.0.1\nWann: 21.11.2040, 13:00 (Europe/Vienna)',
    );
    expect(text).toContain('Das war ich nicht:\nhttps://id.example.com/report/session.code');
    expect(html).toContain('href="https://id.example.com/report/session.code"');
  });

  it('has no link if an administrator did it', async () => {
    const { text, html } = await write('PASSKEY_REMOVED');
    expect(text).toContain('Administration');
    expect(html).not.toContain('href=');
  });

  it('shows names that users chose as text', async () => {
    expect((await write('API_KEY_EXPIRES')).html).toContain('Deploy &lt;script>');
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
