import { ImageError } from '../model/errors.js';
import { orientationOf } from './exif-orientation.js';
import { asciiAt, type ImageHeader, part, viewOf } from './image-format.js';

const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
/** Says how the colours are stored, so the decoder needs it. */
const ADOBE = 0xee;

/** The frames that decoders support: baseline, extended and progressive (ITU-T T.81, table B.1). */
const FRAMES: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);

/** The tables that decoding needs: Huffman tables, quantization tables and the restart interval. */
const TABLES: ReadonlySet<number> = new Set([0xc4, 0xdb, 0xdd]);

/** The number of components of a CMYK image. The decoder cannot convert them to RGB. */
const PRINT_COLORS = 4;

/** Progressive files have about ten scans. Decoding each takes time, however few bytes it has. */
const MAX_SCANS = 100;

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

export function readJpeg(bytes: Uint8Array): ImageHeader {
  const kept = [part(bytes, 0, 2)];
  let size: { width: number; height: number } | undefined;
  let exif: Uint8Array | undefined;
  for (let start = 2; ; ) {
    const marker = markerAt(bytes, start);
    if (marker === START_OF_SCAN) {
      if (size === undefined) throw new ImageError('is not a complete JPEG file');
      checkScans(bytes.subarray(start));
      kept.push(bytes.subarray(start));
      return { format: 'jpeg', ...size, orientation: orientationOf(exif), still: Buffer.concat(kept) };
    }
    const length = viewOf(part(bytes, start + 2, 2)).getUint16(0);
    const segment = part(bytes, start, length + 2);
    if (FRAMES.has(marker)) {
      if (size !== undefined) throw new ImageError('is not a valid JPEG file');
      size = sizeOf(segment);
    }
    if (marker === APP1 && length > 8 && asciiAt(segment, 4, 6) === 'Exif\0\0') exif = segment.subarray(10);
    if (FRAMES.has(marker) || TABLES.has(marker) || marker === ADOBE) kept.push(segment);
    start += segment.length;
  }
}

/** In the data of a scan, 0xff is never followed by the marker of another scan (ITU-T T.81, B.1.1.5). */
function checkScans(bytes: Uint8Array): void {
  let scans = 0;
  for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === START_OF_SCAN) scans += 1;
  }
  if (scans > MAX_SCANS) throw new ImageError('has too many scans. Save it again with another program');
}

function markerAt(bytes: Uint8Array, start: number): number {
  const [first, marker = 0] = part(bytes, start, 2);
  if (first !== 0xff) throw new ImageError('is not a valid JPEG file');
  return marker;
}

function sizeOf(segment: Uint8Array) {
  const view = viewOf(part(segment, 5, 5));
  if (view.getUint8(4) === PRINT_COLORS)
    throw new ImageError('has print colours (CMYK). Save it with screen colours (RGB)');
  return { width: view.getUint16(2), height: view.getUint16(0) };
}
