import type { Client } from '../model/clients/client.js';
import type { ForwardAuthSettings } from '../model/clients/forward-auth.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { Deps } from '../model/deps.js';
import { isSameGeneration } from '../model/generation.js';

/** The scheme and host of a protected application, as browsers write them. */
export interface SiteOrigin {
  readonly scheme: 'http' | 'https';
  /** In lower case, with the port unless it is the usual one. */
  readonly host: string;
}

/** A protected host, with the client that it belongs to. */
export interface Site {
  readonly origin: SiteOrigin;
  readonly client: Client;
  readonly issuer: Issuer;
  readonly settings: ForwardAuthSettings;
}

const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

/**
 * Makes the origin of a request. Returns `undefined` if the text is not a host, or if another host than localhost is not
 * served with https, because others on the network could then read the cookie.
 */
export function parseSiteOrigin(scheme: string, hostText: string): SiteOrigin | undefined {
  const host = hostText.toLowerCase().replace(scheme === 'https' ? /:443$/ : /:80$/, '');
  if (!HOST.test(host)) return undefined;
  if (scheme === 'https') return { scheme, host };
  return scheme === 'http' && isLocal(host) ? { scheme, host } : undefined;
}

export function isLocal(host: string): boolean {
  return /^(?:[a-z0-9._-]+\.)?localhost(?::\d{1,5})?$/.test(host);
}

export function originText({ scheme, host }: SiteOrigin): string {
  return `${scheme}://${host}`;
}

/** Finds the client that protects the host. Its records are cached, so this usually needs no read. */
export async function findSite(deps: Deps, origin: SiteOrigin): Promise<Site | undefined> {
  const owner = await deps.store.protectedHosts.find(origin.host);
  const client = owner && (await deps.store.clients.find(owner.clientId));
  if (client === undefined || !isSameGeneration(client.generation, owner?.clientGeneration)) return undefined;
  return findSiteOf(deps, client, origin);
}

/** Returns the host as a site of this client. Returns `undefined` if the client does not protect the host. */
export async function findSiteOf(deps: Deps, client: Client, origin: SiteOrigin): Promise<Site | undefined> {
  const settings = client.forwardAuth;
  if (!client.enabled || !client.integrations.includes('FORWARD_AUTH')) return undefined;
  if (!settings?.hosts.includes(origin.host)) return undefined;
  const issuer = await deps.store.issuers.find(client.issuerId);
  if (issuer === undefined || !isSameGeneration(issuer.generation, client.issuerGeneration)) return undefined;
  return { origin, client, issuer, settings };
}
