import { encode } from 'uqr';

interface QrCodeProps {
  readonly url: string;
  /** What the code contains, for users who cannot see it. */
  readonly label: string;
}

/**
 * A QR code as part of the page, because the Content-Security-Policy allows no `data:` images. It is black on white in
 * dark mode too, so that every camera can read it.
 */
export function QrCode({ url, label }: QrCodeProps) {
  const { size, data } = encode(url, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
