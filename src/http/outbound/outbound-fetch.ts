/**
 * This folder sends requests: to clients, webhooks, hosts of logos and metadata services. Administrators and clients
 * choose the URLs, so each request has limits for time and size and cannot reach a private address. To understand this
 * folder, read `makeOutboundFetch` first.
 */

import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch } from 'undici';
import { type Fetch, OUTBOUND_RULE } from '../../model/deps.js';

/**
 * The time limit in milliseconds for each step of a request: to connect, to receive the headers, and to receive each
 * further part of the body.
 */
const TIMEOUT_MS = 5_000;

const DEFAULT_MAX_BYTES = 262_144;

/**
 * Makes the `fetch` that the whole server uses. Before it connects, it checks the IP address, so an attacker's DNS
 * server cannot direct it to a private address. Only the hosts in `allowedPrivateHosts` may have a private address. By
 * default, a redirect is an error.
 */
export function makeOutboundFetch(allowedPrivateHosts: readonly string[]): Fetch {
  const agents = new Map<string, Agent>();
  const agentFor = (allowed: boolean, maxBytes: number): Agent => {
    const key = `${allowed} ${maxBytes}`;
    const agent = agents.get(key) ?? makeAgent(allowed, maxBytes);
    agents.set(key, agent);
    return agent;
  };
  return async (url, { maxBytes = DEFAULT_MAX_BYTES, body, headers, redirect = 'error', ...rest } = {}) => {
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'https:' && protocol !== 'http:')
      throw new Error(`The server does not fetch ${protocol} URLs. Use an https or http URL.`);
    const host = hostname.replace(/^\[|\]$/g, '');
    const allowed = allowedPrivateHosts.includes(host);
    // If the URL contains an IP address, check it here. The other check runs during a DNS lookup, which such a URL does
    // not need.
    if (!allowed && isIP(host) !== 0 && !isPublicAddress(host)) throw privateAddress(host);
    const response = await fetch(url, {
      ...(rest as object),
      ...(body != null && { body: body as string }),
      headers: { ...Object.fromEntries(new Headers(headers)), 'accept-encoding': 'identity' },
      redirect,
      dispatcher: agentFor(allowed, maxBytes),
    });
    await checkUncompressed(response);
    return response as unknown as Response;
  };
}

function makeAgent(allowed: boolean, maxResponseSize: number): Agent {
  const connect = allowed ? { timeout: TIMEOUT_MS } : { lookup: lookupPublic, timeout: TIMEOUT_MS };
  return new Agent({ connect, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, maxResponseSize });
}

/**
 * Throws if the response is compressed. `maxResponseSize` limits the bytes before decompression, so the decompressed
 * body could be larger.
 */
async function checkUncompressed({ headers, body }: Awaited<ReturnType<typeof fetch>>): Promise<void> {
  const coding = headers.get('content-encoding');
  if (coding === null || coding.toLowerCase() === 'identity') return;
  await body?.cancel();
  throw outboundRule(
    `The URL returned a response with the Content-Encoding ${coding}. Passgraph accepts only uncompressed responses.`,
  );
}

function privateAddress(host: string): Error {
  return outboundRule(
    `The server is not allowed to connect to ${host}, which has a private address. To allow connections, add this host to ALLOWED_PRIVATE_HOSTS.`,
  );
}

/** An error whose message administrators can read. The code distinguishes it from errors of the network. */
function outboundRule(message: string): Error {
  return Object.assign(new Error(message), { code: OUTBOUND_RULE });
}

const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const found = addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = found;
    if (first === undefined) return callback(privateAddress(hostname), []);
    return options.all === true ? callback(null, found) : callback(null, first.address, first.family);
  });
};

/**
 * Whether an IP address is public. All special ranges are refused, for example loopback, link-local, unique-local,
 * carrier-grade NAT, multicast and reserved addresses.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST));
}

/**
 * The only IPv6 range from which public addresses are assigned (RFC 4291 §2.4, IANA). Some networks use other ranges
 * for private addresses.
 */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
