import ipaddr from 'ipaddr.js';

/**
 * Returns the key under which requests from an IP address are counted, for rate limits and for the audit log. For an
 * IPv6 address, the key is the /64 prefix, because one subscriber usually has all addresses with this prefix.
 */
export function addressKey(ip: string | undefined): string {
  if (ip === undefined || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return Buffer.from(address.toByteArray().slice(0, 8)).toString('hex');
}
