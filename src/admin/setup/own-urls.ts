import type { Config } from '../../model/config.js';

/** The URLs at which this server can be reached from its own machine: first the public one, then the port. */
export function ownUrls({ issuer, host, port }: Pick<Config, 'issuer' | 'host' | 'port'>): readonly string[] {
  const near = ANY_INTERFACE.includes(host) ? 'localhost' : host;
  const local = `http://${near.includes(':') ? `[${near}]` : near}:${port}`;
  return [...new Set([issuer, local])];
}

const ANY_INTERFACE: readonly string[] = ['0.0.0.0', '::'];

/** The hosts of these URLs. */
export function ownHosts(config: Pick<Config, 'issuer' | 'host' | 'port'>): string[] {
  return ownUrls(config).map((url) => new URL(url).hostname.replace(/^\[|\]$/g, ''));
}
