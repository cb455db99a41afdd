/*
 * This folder shows administrators how pages look with a branding that is not saved yet. The users and applications on
 * these pages are examples: a preview reads no records of users. No URL leads to a preview, because a link to a page of
 * this server with texts and images of another person's choice could deceive users. To understand this folder, read this
 * file first.
 */

import type { Config } from '../../model/config.js';
import type { ColorScheme } from '../../model/server/brand-colors.js';
import type { PreviewBranding, PreviewPage } from '../../model/server/branding.js';
import { errorPage } from '../error-page.js';
import { makeCurrentAssets } from '../layout/assets.js';
import { brandOf } from '../layout/brand.js';
import { forceScheme } from '../layout/brand-style.js';
import type { Frame } from '../layout/frame.js';
import { consentPage } from '../sign-in/consent-page.js';
import { deniedPage } from '../sign-in/denied-page.js';
import { loginPage } from '../sign-in/login-page.js';
import { chooseTexts } from '../texts/choose-texts.js';

/** Makes the function that returns a page with a branding, as an HTML document without scripts. */
export function makeBrandingPreview(config: Config): PreviewBranding {
  const currentAssets = makeCurrentAssets(config);
  return ({ page, issuerId, branding, newLogos, language, scheme }) => {
    const assets = { ...currentAssets(), base: config.issuer };
    const saved = brandOf(config, assets, { id: issuerId, branding });
    // The document is no page of this server, so it can load an image that is not saved yet from the image's host.
    const { logo = saved.logo, logoDark = saved.logoDark } = newLogos;
    const brand = { ...saved, logo, logoDark };
    const texts = chooseTexts(language === undefined ? [] : [language]);
    const html = PAGES[page]({ texts, assets, brand, isPreview: true });
    // The preview looks like the page in a browser that runs its scripts.
    const shown = html
      .replaceAll(/(<button[^>]*?) disabled(?=[ >])/g, '$1')
      .replaceAll(/<noscript>.*?<\/noscript>/gs, '');
    return scheme === undefined ? shown : inScheme(shown, scheme);
  };
}

/** Returns the page with the style sheets for one colour scheme. */
function inScheme(html: string, scheme: ColorScheme): string {
  return forceScheme(html, scheme).replaceAll(/(<link rel="stylesheet" href="[^"]*\/)(?=[^"/]+")/g, `$1${scheme}-`);
}

const application = { name: 'Wiki' };
const username = 'grace';
const website = 'https://wiki.example/';

const PAGES: Readonly<Record<PreviewPage, (frame: Frame) => string>> = {
  SIGN_IN: (frame) =>
    loginPage(frame, { application, interactionId: '', registerUrl: '/register', recoverUrl: '/recover' }),
  CONSENT: (frame) =>
    consentPage(frame, {
      application,
      username,
      website,
      policy: undefined,
      terms: undefined,
      interactionId: '',
      shown: '',
      scopes: [
        { id: 'openid', description: undefined, claims: ['sub'] },
        { id: 'email', description: undefined, claims: ['email', 'email_verified'] },
      ],
      claims: [],
      shared: { email: 'grace@example.com', email_verified: true },
      picture: undefined,
    }),
  DENIED: (frame) => deniedPage(frame, { application, username, interactionId: '', canGoBack: true }),
  ERROR: (frame) =>
    errorPage(frame, { status: 503, code: 'temporarily_unavailable', message: '', requestId: '1a2b3c' }),
};
