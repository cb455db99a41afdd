import type { Config, DatabaseConfig } from '../../../src/model/config.js';
import { testConfig } from '../deps.js';
import type { Facts } from './facts.js';

/** The settings of a fixture's server: those of its environment, and a port of its own. */
export function fixtureConfig(
  { issuer, secretKey, bootstrapApiKey }: Pick<Facts, 'issuer' | 'secretKey' | 'bootstrapApiKey'>,
  database: DatabaseConfig,
  port: number,
): Config {
  const secretKeys = [secretKey];
  return testConfig({ port, issuer, secretKeys, bootstrapApiKey, database, allowedPrivateHosts: ['localhost'] });
}

/**
 * Tokens name their issuer, so a fixture keeps its URL wherever it is opened. Requests to that URL go to `port` of this
 * machine instead, until the function that is returned is called.
 */
export function redirectRequests(issuer: string, port: number): () => void {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => fetch(targetOf(input, issuer, port), init);
  return () => {
    globalThis.fetch = fetch;
  };
}

function targetOf(input: Parameters<typeof fetch>[0], issuer: string, port: number): Parameters<typeof fetch>[0] {
  if (input instanceof Request) return input;
  const url = new URL(input);
  if (url.origin === new URL(issuer).origin) url.port = String(port);
  return url;
}

/** Sends an operation with an API key or access token; throws if there are errors. */
export async function callGraphql<T>(
  origin: string,
  key: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown[] };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
