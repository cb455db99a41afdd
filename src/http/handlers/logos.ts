import { statusError } from '../answer/status-error.js';
import type { Edge, Handler, Response } from '../route.js';

/**
 * Sends the server's logo if `brandLogo` is a URL. This server fetches an image on another host, so browsers do not
 * contact that host.
 */
export const brandLogo: Handler = (edge, _request, response) => sendLogo(edge, response, edge.deps.config.brandLogo);

/** Sends the logo of an issuer, which the server fetches. Throws 404 if the issuer is unknown or has no logo of its own. */
export const issuerLogo: Handler = async (edge, request, response) => {
  const issuer = await edge.deps.store.issuers.find(String(request.params.issuerId));
  await sendLogo(edge, response, issuer?.branding?.logo);
};

/**
 * Sends the logo of a client, which the server fetches from `logo_uri`. Throws 404 if the client is unknown or
 * disabled.
 */
export const clientLogo: Handler = async (edge, request, response) => {
  const client = await edge.deps.store.clients.find(String(request.params.clientId));
  await sendLogo(edge, response, client?.enabled ? client.logo_uri : undefined);
};

async function sendLogo({ images }: Edge, response: Response, url: string | undefined): Promise<void> {
  const image = await images.find(url);
  if (image === undefined) throw statusError(404, 'This client or server has no logo, or the logo cannot be fetched.');
  response.set({ 'Cache-Control': 'public, max-age=3600', 'Cross-Origin-Resource-Policy': 'same-origin' });
  response.type(image.type).send(image.body);
}
