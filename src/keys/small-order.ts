/**
 * An Ed25519 public key is the y-coordinate of a point, with the sign of x in the highest bit. These are the
 * y-coordinates of all points of order 1, 2, 4 and 8, in hexadecimal and with the sign bit 0. The coordinates 0 and 1
 * have a second encoding each: the last two lines.
 */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/**
 * Returns `true` if an Ed25519 public key is a point of order 1, 2, 4 or 8. Such a key must be rejected, because anyone
 * can make signatures that it verifies, without a private key.
 * {@link https://www.rfc-editor.org/rfc/rfc8725#section-3.4 | RFC 8725 §3.4}
 */
export function hasSmallOrder(publicKey: Uint8Array): boolean {
  const point = Buffer.from(publicKey);
  point[31] = (point[31] ?? 0) & 0x7f;
  return SMALL_ORDER.has(point.toString('hex'));
}
