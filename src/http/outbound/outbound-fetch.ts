import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch } from 'undici';
import type { Fetch } from '../../model/deps.js';

/** Milliseconds to connect, to the first byte, and between two. */
const TIMEOUT = 5_000;

/**
 * The only way out of the process. Addresses are judged when the connection is made, so that no answer of a name
 * server can lead it to a private one; redirects are not followed unless asked for. `allowedPrivateHosts`: host names
 * that may lie at private addresses.
 */
export function makeOutboundFetch(allowedPrivateHosts: readonly string[]): Fetch {
  const guarded = new Agent({
    connect: { lookup: publicLookup, timeout: TIMEOUT },
    headersTimeout: TIMEOUT,
    bodyTimeout: TIMEOUT,
  });
  const open = new Agent({ connect: { timeout: TIMEOUT }, headersTimeout: TIMEOUT, bodyTimeout: TIMEOUT });
  return async (url, init = {}) => {
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'https:' && protocol !== 'http:') throw new Error(`${protocol} is not fetched.`);
    const host = hostname.replace(/^\[|\]$/g, '');
    const allowed = allowedPrivateHosts.includes(host);
    // A literal address is connected to without a look-up.
    if (!allowed && isIP(host) !== 0 && !isPublicAddress(host)) throw privateAddress(host);
    const { body, ...rest } = init;
    return (await fetch(url, {
      ...(rest as object),
      ...(body != null && { body: body as string }),
      redirect: init.redirect ?? 'error',
      dispatcher: allowed ? open : guarded,
    })) as unknown as Response;
  };
}

function privateAddress(host: string): Error {
  return new Error(`${host} is at a private address; ALLOWED_PRIVATE_HOSTS may name it.`);
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const found = addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = found;
    if (first === undefined) return callback(privateAddress(hostname), []);
    return options.all === true ? callback(null, found) : callback(null, first.address, first.family);
  });
};

/** Everything but global unicast is private: loopback, link-local, unique-local, carrier-grade NAT, multicast, reserved … */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return address.range() === 'unicast' && (address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST));
}

/** RFC 4291 §2.4 and IANA: of IPv6 nothing else was given out, and some networks use the rest among themselves. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
