import ipaddr from 'ipaddr.js';
import { warnRarely } from '../../access/rare-warning.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { Request } from '../route.js';

/**
 * Checks that a proxy of `FORWARD_AUTH_PROXIES` has sent the request. The address of the connection decides, because a
 * client can write anything into a header.
 *
 * @throws OAuthError with status 403
 */
export function checkProxyPeer(deps: Deps, request: Request): void {
  const address = request.socket.remoteAddress;
  if (address !== undefined && deps.config.forwardAuthProxies.some((entry) => isWithin(address, entry))) return;
  // One key for all addresses, so that many addresses do not fill the log.
  warnRarely(deps, ['proxy'], { address }, NOT_A_PROXY);
  const message = `Only proxies that FORWARD_AUTH_PROXIES names may use this address. This request came from ${address}.`;
  throw new OAuthError('access_denied', message, { status: 403 });
}

const NOT_A_PROXY = 'a request for forward auth came from an address that FORWARD_AUTH_PROXIES does not name';

function isWithin(address: string, entry: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const found = ipaddr.process(address);
  const [network, bits] = subnetOf(entry);
  return found.kind() === network.kind() && found.match(network as ipaddr.IPv4 & ipaddr.IPv6, bits);
}

function subnetOf(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (entry.includes('/')) return ipaddr.parseCIDR(entry);
  const address = ipaddr.process(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
