import type { Client } from '../../model/clients/client.js';
import type { Config } from '../../model/config.js';
import { type Assets, assetUrl } from '../../pages/layout/assets.js';
import { BRAND_LOGO } from '../../pages/layout/brand-logo.js';
import type { Application, Brand, Frame } from '../../pages/layout/frame.js';
import { chooseTexts } from '../../pages/texts/choose-texts.js';
import type { Edge, Request, Response } from '../route.js';
import { type FormTarget, setPageHeaders } from './security-headers.js';

/** What stands around every page. `uiLocales` (OpenID Connect Core §3.1.2.1) go before what the browser prefers. */
export function frameOf({ deps, assets }: Edge, request: Request, uiLocales = ''): Frame {
  const texts = chooseTexts([...uiLocales.split(' ').filter(Boolean), ...request.acceptsLanguages()]);
  // RFC 9110 §8.5, §12.5.5: whoever chooses the language says so, caches included.
  request.res?.set('Content-Language', texts.lang).vary('Accept-Language');
  return { texts, brand: brandOf(deps.config, assets), assets };
}

export function sendPage(response: Response, html: string, forms: FormTarget = 'self'): void {
  setPageHeaders(response, forms);
  response.type('html').send(html);
}

/** RFC 9700 §4.12: 303, because another redirect might post a form again to where it does not belong. */
export function redirect(response: Response, url: string): void {
  response.status(303).location(url).end();
}

/** A logo of another host is shown from ours, like one that is a file. */
function brandOf({ rpName, brandLogo }: Config, assets: Assets): Brand {
  const fromHere = assets.files.has(BRAND_LOGO) ? assetUrl(assets, BRAND_LOGO) : '/logos/brand';
  return { name: rpName, logo: brandLogo === undefined ? undefined : fromHere };
}

/** An application, as pages show it. */
export function applicationOf({ id, name, logo_uri }: Client): Application {
  return {
    name,
    logo: logo_uri?.startsWith('https:') ? `/logos/clients/${encodeURIComponent(id)}` : undefined,
  };
}
