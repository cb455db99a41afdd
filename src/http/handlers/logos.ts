import { logoDigest } from '../../pages/layout/brand.js';
import { statusError } from '../answer/status-error.js';
import type { Edge, Handler, Request, Response } from '../route.js';

/**
 * Sends a logo of the server that is a URL. This server fetches an image on another host, so browsers do not contact
 * that host.
 */
export const brandLogo: Handler = async (edge, request, response) => {
  const { config, reloadSettings } = edge.deps;
  // Another process may have sent the page, and know a newer logo.
  const isKnown = namedLogo(request, [config.brandLogo, config.brandLogoDark]) !== undefined;
  if (digestOf(request) !== undefined && !isKnown) await reloadSettings();
  await sendLogo(edge, request, response, [config.brandLogo, config.brandLogoDark]);
};

/** Sends a logo of an issuer, which the server fetches. Throws 404 if the issuer is unknown or has no logo of its own. */
export const issuerLogo: Handler = async (edge, request, response) => {
  const issuer = await edge.deps.store.issuers.find(String(request.params.issuerId));
  await sendLogo(edge, request, response, [issuer?.branding?.logo, issuer?.branding?.logoDark]);
};

/**
 * Sends the logo of a client, which the server fetches from `logo_uri`. Throws 404 if the client is unknown or
 * disabled.
 */
export const clientLogo: Handler = async (edge, request, response) => {
  const client = await edge.deps.store.clients.find(String(request.params.clientId));
  await sendLogo(edge, request, response, [client?.enabled ? client.logo_uri : undefined], 'same-origin');
};

/** A preview of the branding, in a sandboxed iframe, has no origin. It shows the logos with the policy `cross-origin`. */
async function sendLogo(
  { images }: Edge,
  request: Request,
  response: Response,
  logos: Logos,
  policy: 'cross-origin' | 'same-origin' = 'cross-origin',
): Promise<void> {
  const named = namedLogo(request, logos);
  const image = await images.find(named ?? logos[0]);
  if (image === undefined) throw statusError(404, 'This client or server has no logo, or the logo cannot be fetched.');
  const caching = named === undefined ? 'no-store' : 'public, max-age=3600';
  response.set({ 'Cache-Control': caching, 'Cross-Origin-Resource-Policy': policy });
  response.type(image.type).send(image.body);
}

type Logos = readonly [logo: string | undefined, dark?: string | undefined];

/**
 * Returns the URL of the logo whose digest is in the URL of the request, or of the first if there is no digest. Browsers
 * must not keep another logo under this URL.
 */
function namedLogo(request: Request, logos: Logos): string | undefined {
  const digest = digestOf(request);
  return digest === undefined ? logos[0] : logos.find((logo) => logo !== undefined && digest === logoDigest(logo));
}

function digestOf(request: Request): string | undefined {
  return request.originalUrl.split('?')[1];
}
