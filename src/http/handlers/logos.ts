import { logoDigest } from '../../pages/layout/brand.js';
import { statusError } from '../answer/status-error.js';
import type { Edge, Handler, Request, Response } from '../route.js';

/**
 * Sends the server's logo if `brandLogo` is a URL. This server fetches an image on another host, so browsers do not
 * contact that host.
 */
export const brandLogo: Handler = async (edge, request, response) => {
  const { config, reloadSettings } = edge.deps;
  // Another process may have sent the page, and know a newer logo.
  if (!isNamed(request, config.brandLogo)) await reloadSettings();
  await sendLogo(edge, request, response, config.brandLogo);
};

/** Sends the logo of an issuer, which the server fetches. Throws 404 if the issuer is unknown or has no logo of its own. */
export const issuerLogo: Handler = async (edge, request, response) => {
  const issuer = await edge.deps.store.issuers.find(String(request.params.issuerId));
  await sendLogo(edge, request, response, issuer?.branding?.logo);
};

/**
 * Sends the logo of a client, which the server fetches from `logo_uri`. Throws 404 if the client is unknown or
 * disabled.
 */
export const clientLogo: Handler = async (edge, request, response) => {
  const client = await edge.deps.store.clients.find(String(request.params.clientId));
  await sendLogo(edge, request, response, client?.enabled ? client.logo_uri : undefined, 'same-origin');
};

/** A preview of the branding, in a sandboxed iframe, has no origin. It shows the logos with the policy `cross-origin`. */
async function sendLogo(
  { images }: Edge,
  request: Request,
  response: Response,
  url: string | undefined,
  policy: 'cross-origin' | 'same-origin' = 'cross-origin',
): Promise<void> {
  const image = await images.find(url);
  if (image === undefined) throw statusError(404, 'This client or server has no logo, or the logo cannot be fetched.');
  const caching = isNamed(request, url) ? 'public, max-age=3600' : 'no-store';
  response.set({ 'Cache-Control': caching, 'Cross-Origin-Resource-Policy': policy });
  response.type(image.type).send(image.body);
}

/** Whether the digest in the URL is that of the logo. Browsers must not keep another logo under this URL. */
function isNamed(request: Request, logo: string | undefined): boolean {
  const [, digest] = request.originalUrl.split('?');
  return digest === undefined || (logo !== undefined && digest === logoDigest(logo));
}
