/**
 * Encodings of the points of small order on Curve25519, in hexadecimal without the sign bit: 0, 1, the two points of
 * order 8, and p - 1, p and p + 1. With such a public key, one signature fits many messages.
 * {@link https://www.rfc-editor.org/rfc/rfc8725#section-3.4 | RFC 8725 §3.4}
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
 * Whether an Ed25519 public key is a point of small order. Such a key must be rejected, because anyone can forge its
 * signatures.
 */
export function hasSmallOrder(publicKey: Uint8Array): boolean {
  const point = Buffer.from(publicKey);
  point[31] = (point[31] ?? 0) & 0x7f;
  return SMALL_ORDER.has(point.toString('hex'));
}
