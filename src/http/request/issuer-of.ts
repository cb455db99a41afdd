import type { Client } from '../../model/clients/client.js';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import { isSameGeneration } from '../../model/generation.js';
import { statusError } from '../answer/status-error.js';
import type { Edge, Request, Response } from '../route.js';

/**
 * Finds the issuer whose slug is in the path of the request. If the path has no slug, returns the default issuer.
 * Throws 404 if the slug is unknown.
 */
export async function issuerOf({ deps }: Edge, request: Request): Promise<Issuer> {
  const { slug } = request.params;
  if (typeof slug === 'string') {
    const issuer = await deps.store.issuers.findBySlug(slug);
    keepIssuer(request, issuer);
    if (issuer === undefined)
      throw statusError(404, 'The server has no issuer with this URL. Check the part of the URL after /i/.');
    return issuer;
  }
  const issuer = await deps.store.issuers.find(DEFAULT_ISSUER_ID);
  if (issuer === undefined)
    throw new Error('The database has no default issuer. Restart the server, which creates this issuer.');
  return issuer;
}

/** Remembers the issuer of a client, so that pages look like those of this issuer. */
export async function keepIssuerOf({ deps }: Edge, request: Request, client: Client): Promise<void> {
  const issuer = await deps.store.issuers.find(client.issuerId);
  if (isSameGeneration(issuer?.generation, client.issuerGeneration)) keepIssuer(request, issuer);
}

function keepIssuer({ res }: Request, issuer: Issuer | undefined): void {
  if (res !== undefined && issuer !== undefined) (res as Response).locals.issuer = issuer;
}
