/*
 * This folder makes the mails that users get: `mail-document.ts` says what each kind of mail contains, `mail-html.tsx`
 * and `mail-plain.ts` lay it out. Mail programs understand few styles and load no files, so mails share only the texts
 * with the pages. To understand this folder, read this file first.
 */

import type { RenderedMail, RenderMail } from '../../mail/smtp-mailer.js';
import type { Config } from '../../model/config.js';
import { chooseTexts } from '../texts/choose-texts.js';
import type { Texts } from '../texts/texts.js';
import { documentOf, type MailDocument, type Surroundings } from './mail-document.js';
import { mailHtml } from './mail-html.js';
import { plainMail } from './mail-plain.js';

type Image = { readonly type: string; readonly body: Buffer };

export interface MailLook extends Pick<Surroundings, 'deviceOf' | 'countryOf'> {
  /** Finds the logo of the server. Returns `undefined` if there is none. */
  readonly findLogo: () => Promise<Image | undefined>;
}

/** The images that mail programs show. Most show neither SVG nor AVIF nor WebP. */
const SHOWN_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif']);
const LOGO_CID = 'logo';

/** Makes the function that writes a mail, as text and as HTML. */
export function makeMailRenderer(
  config: Pick<Config, 'rpName' | 'issuer' | 'brandColor'> & Partial<Pick<Config, 'supportContact'>>,
  { findLogo, deviceOf, countryOf }: MailLook,
): RenderMail {
  return async ({ language, timeZone, facts }): Promise<RenderedMail> => {
    const texts = chooseTexts(language === undefined ? [] : [language]);
    // These settings can change while the server runs.
    const { rpName, issuer, brandColor, supportContact } = config;
    const surroundings = { server: oneLine(rpName), issuer, timeZone: timeZone ?? 'UTC', deviceOf, countryOf };
    const document = withSupport(texts, documentOf(texts, facts, surroundings), supportContact);
    const found = await findLogo();
    const logo = found !== undefined && SHOWN_TYPES.has(found.type) ? found : undefined;
    const brand = { name: surroundings.server, color: brandColor, logo: logo && `cid:${LOGO_CID}` };
    return {
      subject: oneLine(document.subject),
      text: plainMail(document),
      html: mailHtml(texts, brand, document),
      images: logo === undefined ? [] : [{ ...logo, cid: LOGO_CID }],
    };
  };
}

/** Says below a mail where users get help. */
function withSupport({ say }: Texts, document: MailDocument, supportContact: string | undefined): MailDocument {
  if (supportContact === undefined) return document;
  return { ...document, footer: `${document.footer} ${say('mail.support', { contact: supportContact })}` };
}

/** Removes line breaks and control characters, which must not be in a header of a mail. */
function oneLine(text: string): string {
  return text.replace(/\p{C}+/gu, ' ').trim();
}
