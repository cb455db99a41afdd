import ipaddr from 'ipaddr.js';

/**
 * The rate-limit key for an IP address. For IPv6 it is the /64 prefix, because one subscriber usually has a whole /64.
 */
export function addressKey(ip: string | undefined): string {
  if (ip === undefined || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return Buffer.from(address.toByteArray().slice(0, 8)).toString('hex');
}
