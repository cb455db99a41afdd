import { type ColorScheme, contrastProblem, isColor } from './brand-colors.js';

/** How pages look that belong to an issuer. What is absent is that of the server. */
export interface Branding {
  readonly name?: string | undefined;
  /** An https URL. */
  readonly logo?: string | undefined;
  /** An https URL. */
  readonly logoDark?: string | undefined;
  readonly color?: string | undefined;
  readonly colorDark?: string | undefined;
  readonly termsUrl?: string | undefined;
  readonly privacyUrl?: string | undefined;
  /** An e-mail address or an https URL. */
  readonly supportContact?: string | undefined;
}

export const MAX_BRAND_NAME_LENGTH = 64;

/** The descriptions of the settings that both the server and each issuer have, for the API and its reference. */
export const BRANDING_DESCRIPTIONS = {
  logo: 'The https URL of the image beside the name. The server fetches the image itself, so browsers contact only your server. You can also upload an image with `POST /pictures/…`.',
  logoDark:
    'The image that replaces `logo` in the dark colour scheme, for example a white one. Without `logo`, it has no effect. Mails always show `logo`.',
  color:
    'The colour of the buttons, such as `#0f5c4e`. The text on the buttons is black or white, whichever is easier to read. The contrast of a new colour to the pages must be at least 3 (WCAG 2.2, 1.4.11).',
  colorDark:
    'The colour of the buttons in the dark colour scheme. The contrast of a new colour to the dark pages must be at least 3. If there is none, the server makes the other colour as light as needed.',
  termsUrl: 'The https URL of the terms of service. Every page links to it.',
  privacyUrl: 'The https URL of the privacy policy. Every page links to it.',
  supportContact:
    'An e-mail address or an https URL where users get help. Every page links to it, and the page for users without access tells them to ask there.',
} as const;

/** Returns what is wrong with a colour for a colour scheme, or `undefined` if nothing is. */
export function brandColorProblem(scheme: ColorScheme): (text: string) => string | undefined {
  return (text) => colorProblem(text) ?? contrastProblem(text, scheme);
}

export function colorProblem(text: string): string | undefined {
  return isColor(text) ? undefined : 'must be a colour such as #0f5c4e';
}

const MAX_URL_LENGTH = 2048;

export function httpsProblem(text: string): string | undefined {
  // URL parsers drop some of these characters, and others hide or reorder what people read.
  if (/[\p{C}\p{Z}]/u.test(text)) return 'must be an https URL';
  const url = text.startsWith('https://') && text.length <= MAX_URL_LENGTH ? URL.parse(text) : null;
  const isPlain = url?.protocol === 'https:' && url.username === '' && url.password === '';
  return isPlain ? undefined : 'must be an https URL';
}

/** An uploaded logo of a server that runs without https, for trying it out. */
const LOCAL_PICTURE = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\/pictures\/[\w-]+$/;

export function logoProblem(text: string): string | undefined {
  return LOCAL_PICTURE.test(text) ? undefined : httpsProblem(text);
}

export function contactProblem(text: string): string | undefined {
  const isContact = isMailAddress(text) || httpsProblem(text) === undefined;
  return isContact ? undefined : 'must be an e-mail address or an https URL';
}

/** Whether the contact is an e-mail address. Only characters that need no escape in a link are accepted. */
function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(text);
}

export interface Contact {
  readonly url: string;
  /** What people read: the e-mail address, or the URL without its scheme. */
  readonly text: string;
}

export function contactOf(text: string): Contact {
  if (isMailAddress(text)) return { url: `mailto:${text}`, text };
  return { url: text, text: text.replace(/^https:\/\//, '').replace(/[?#].*$|\/$/, '') };
}

/** The pages of which administrators can have a preview. */
export const PREVIEW_PAGES = ['SIGN_IN', 'CONSENT', 'DENIED', 'ERROR'] as const;
export type PreviewPage = (typeof PREVIEW_PAGES)[number];

export interface AskedPreview {
  readonly page: PreviewPage;
  readonly issuerId: string;
  /** What differs from the server, saved or not. */
  readonly branding: Branding;
  /** The URLs of logos that are not saved yet. */
  readonly newLogos: Pick<Branding, 'logo' | 'logoDark'>;
  /** The colour scheme of the page. Without it, the browser chooses. */
  readonly scheme: ColorScheme | undefined;
  /** A BCP 47 tag. */
  readonly language: string | undefined;
}

/** Returns the HTML of a page. */
export type PreviewBranding = (asked: AskedPreview) => string;
