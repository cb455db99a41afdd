/**
 * The endings of host names that do not exist in the public DNS. RFC 6762 §3 reserves `.local`, RFC 8375 `.home.arpa`
 * and ICANN `.internal`; routers use `.lan`.
 */
const PRIVATE_SUFFIXES = ['.local', '.lan', '.internal', '.home.arpa'];

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Whether a host can only be reached in a private network: a private address (RFC 1918 §3, RFC 4193 §3), a name without
 * a dot, or a name below a domain for private use. `hostname` must be the `hostname` of a `URL`, which has lower-case
 * letters and normalized addresses.
 */
export function isPrivateHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return /^\[f[cd][0-9a-f]{2}:/.test(hostname);
  if (/^[0-9.]+$/.test(hostname)) return isPrivateIpv4(hostname);
  const labels = hostname.split('.');
  if (!labels.every((label) => LABEL.test(label))) return false;
  return labels.length === 1 || PRIVATE_SUFFIXES.some((suffix) => hostname.endsWith(suffix));
}

function isPrivateIpv4(address: string): boolean {
  const [first = 0, second = 0] = address.split('.').map(Number);
  return first === 10 || (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168);
}
