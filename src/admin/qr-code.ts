import { renderSVG } from 'uqr';

/** Returns an SVG image of a QR code that contains the URL. It is black on white, so that every camera can read it. */
export function qrCodeOf(url: string): string {
  return renderSVG(url, { ecc: 'M', border: 4, whiteColor: '#ffffff', blackColor: '#000000' });
}
