import { OWN_PATH } from '../../forward-auth/path-rules.js';
import type { Client } from '../../model/clients/client.js';
import { logoProblem } from '../../model/server/branding.js';
import { brandOf, logoUrl } from '../../pages/layout/brand.js';
import type { Application, Frame } from '../../pages/layout/frame.js';
import { chooseTexts } from '../../pages/texts/choose-texts.js';
import { languageCookie } from '../request/cookies.js';
import type { Edge, Request, Response } from '../route.js';
import { type FormTarget, setPageHeaders } from './security-headers.js';

/**
 * Returns the texts, brand and files for a page. `uiLocales` contains language tags, separated by spaces, that the
 * application requests (OpenID Connect Core §3.1.2.1). They have priority over the language that the user has chosen,
 * which has priority over the languages of the browser. Without `locale`, the user's language is that of the cookie.
 */
export function frameOf(edge: Edge, request: Request, uiLocales = '', locale = languageCookie(edge, request)): Frame {
  const { deps, assets: files } = edge;
  const { route, issuer } = (request.res as Response | undefined)?.locals ?? {};
  const assets = route?.foreign ? { ...files, base: OWN_PATH } : files;
  const texts = textsOf(request, uiLocales, locale);
  // RFC 9110 §8.5 and §12.5.5: `Content-Language` names the language of the page, and `Vary` tells caches that the
  // language depends on the request.
  request.res?.set('Content-Language', texts.lang).vary('Accept-Language');
  return { texts, brand: brandOf(deps.config, assets, issuer), assets };
}

/** Returns the language in which the browser shows pages. */
export function languageOf(edge: Edge, request: Request): string {
  return textsOf(request, '', languageCookie(edge, request)).lang;
}

function textsOf(request: Request, uiLocales: string, locale: string | undefined) {
  return chooseTexts([
    ...uiLocales.split(' ').filter(Boolean),
    ...(locale === undefined ? [] : [locale]),
    ...request.acceptsLanguages(),
  ]);
}

export function sendPage(response: Response, html: string, forms: FormTarget = 'self'): void {
  setPageHeaders(response, forms);
  response.type('html').send(html);
}

/** Sends JSON that caches must not store. Unlike `response.json`, it does not ask whether a cache has it already. */
export function sendJson(response: Response, body: object): void {
  endWithJson(response, JSON.stringify(body));
}

/** Sends a JSON text as one piece with the headers. */
export function endWithJson(response: Response, text: string): void {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

/**
 * Redirects with status 303, as RFC 9700 §4.12 recommends. With 307, the browser would post the form again to the other
 * site.
 */
export function redirect(response: Response, url: string): void {
  response.status(303).location(url).end();
}

/**
 * The name and logo of an application, for pages. The URL of the logo is on this server, which fetches the image from
 * `logo_uri`, so that browsers do not contact that host.
 */
export function applicationOf({ id, name, logo_uri }: Client): Application {
  const hasLogo = logo_uri !== undefined && logoProblem(logo_uri) === undefined;
  return {
    name,
    logo: hasLogo ? logoUrl('', `clients/${encodeURIComponent(id)}`, logo_uri) : undefined,
  };
}
