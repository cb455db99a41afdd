import type { Client } from '../../model/clients/client.js';
import type { Config } from '../../model/config.js';
import { type Assets, assetUrl } from '../../pages/layout/assets.js';
import { BRAND_LOGO } from '../../pages/layout/brand-logo.js';
import type { Application, Brand, Frame } from '../../pages/layout/frame.js';
import { chooseTexts } from '../../pages/texts/choose-texts.js';
import type { Edge, Request, Response } from '../route.js';
import { type FormTarget, setPageHeaders } from './security-headers.js';

/** The frame of every page. `uiLocales` (OpenID Connect Core §3.1.2.1) win over the languages of the browser. */
export function frameOf({ deps, assets }: Edge, request: Request, uiLocales = ''): Frame {
  const texts = chooseTexts([...uiLocales.split(' ').filter(Boolean), ...request.acceptsLanguages()]);
  // RFC 9110 §8.5, §12.5.5: the response names its language and depends on the request's.
  request.res?.set('Content-Language', texts.lang).vary('Accept-Language');
  return { texts, brand: brandOf(deps.config, assets), assets };
}

export function sendPage(response: Response, html: string, forms: FormTarget = 'self'): void {
  setPageHeaders(response, forms);
  response.type('html').send(html);
}

/** RFC 9700 §4.12: always 303, because 307 would post a form again to the other site. */
export function redirect(response: Response, url: string): void {
  response.status(303).location(url).end();
}

/** The server fetches a logo of another host, and serves it itself. */
function brandOf({ rpName, brandLogo }: Config, assets: Assets): Brand {
  const fromHere = assets.files.has(BRAND_LOGO) ? assetUrl(assets, BRAND_LOGO) : '/logos/brand';
  return { name: rpName, logo: brandLogo === undefined ? undefined : fromHere };
}

/** What pages show of an application. */
export function applicationOf({ id, name, logo_uri }: Client): Application {
  return {
    name,
    logo: logo_uri?.startsWith('https:') ? `/logos/clients/${encodeURIComponent(id)}` : undefined,
  };
}
