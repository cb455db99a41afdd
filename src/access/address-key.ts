import ipaddr from 'ipaddr.js';

/** The key of a limit per subscriber. Of IPv6 it is the first 64 bits, because a subscriber gets all addresses below. */
export function addressKey(ip: string | undefined): string {
  if (ip === undefined || !ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return Buffer.from(address.toByteArray().slice(0, 8)).toString('hex');
}
