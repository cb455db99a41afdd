import { chooseTexts } from '../pages/choose-texts.js';
import type { Frame } from '../pages/frame.js';
import type { Edge, Request, Response } from './route.js';
import { type FormTarget, setPageHeaders } from './security-headers.js';

/** What stands around every page. `uiLocales` (OpenID Connect Core §3.1.2.1) go before what the browser prefers. */
export const frameOf = ({ deps, assets }: Edge, request: Request, uiLocales = ''): Frame => ({
  texts: chooseTexts([...uiLocales.split(' ').filter(Boolean), ...request.acceptsLanguages()]),
  brand: { name: deps.config.rpName, logo: deps.config.brandLogo },
  assets,
});

export const sendPage = (response: Response, html: string, forms: FormTarget = 'self'): void => {
  setPageHeaders(response, forms);
  response.type('html').send(html);
};

/** RFC 9700 §4.12: 303, because another redirect might post a form again to where it does not belong. */
export const redirect = (response: Response, url: string): void => {
  response.status(303).location(url).end();
};
