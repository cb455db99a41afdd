import { renderSVG, renderUnicodeCompact } from 'uqr';

/** Returns an SVG image of a QR code that contains the URL. It is black on white, so that every camera can read it. */
export function qrCodeOf(url: string): string {
  return renderSVG(url, { ecc: 'M', border: 4, whiteColor: '#ffffff', blackColor: '#000000' });
}

const WHITE_ON_BLACK = '\x1b[97;40m';
const PLAIN = '\x1b[0m';

/** Returns a QR code for a terminal. It sets the colours, so that cameras can read it on every background. */
export function terminalQrCodeOf(url: string): string {
  const lines = renderUnicodeCompact(url, { ecc: 'L', border: 4 }).split('\n');
  return lines.map((line) => `${WHITE_ON_BLACK}${line}${PLAIN}`).join('\n');
}
