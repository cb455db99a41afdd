/**
 * Draws a QR code from the text of an SVG image. Only its size and its path are used, so the text can make no other
 * element.
 */
export function QrCode({ svg, label }: { readonly svg: string; readonly label: string }) {
  const viewBox = /viewBox="([\d ]+)"/.exec(svg)?.[1];
  const path = /<path [^>]*\bd="([^"]+)"/.exec(svg)?.[1];
  if (viewBox === undefined || path === undefined) return null;
  return (
    <svg class="qr-code" viewBox={viewBox} role="img" aria-label={label}>
      <rect class="light" width="100%" height="100%" />
      <path class="dark" d={path} />
    </svg>
  );
}
