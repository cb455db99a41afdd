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

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

export function readJpeg(bytes: Uint8Array): ImageHeader {
  const kept = [part(bytes, 0, 2)];
  let size: { width: number; height: number } | undefined;
  let orientation = 1;
  for (let start = 2; ; ) {
    const marker = markerAt(bytes, start);
    if (marker === START_OF_SCAN) {
      if (size === undefined) throw new ImageError('is not a complete JPEG file');
      kept.push(bytes.subarray(start));
      return { format: 'jpeg', ...size, orientation, still: Buffer.concat(kept) };
    }
    const length = viewOf(part(bytes, start + 2, 2)).getUint16(0);
    const segment = part(bytes, start, length + 2);
    if (FRAMES.has(marker)) {
      if (size !== undefined) throw new ImageError('is not a valid JPEG file');
      size = sizeOf(segment);
    }
    if (marker === APP1 && length > 8 && asciiAt(segment, 4, 6) === 'Exif\0\0')
      orientation = orientationOf(segment.subarray(10));
    if (FRAMES.has(marker) || TABLES.has(marker) || marker === ADOBE) kept.push(segment);
    start += segment.length;
  }
}

function markerAt(bytes: Uint8Array, start: number): number {
  const [first, marker = 0] = part(bytes, start, 2);
  if (first !== 0xff) throw new ImageError('is not a valid JPEG file');
  return marker;
}

function sizeOf(segment: Uint8Array) {
  const view = viewOf(part(segment, 5, 4));
  return { width: view.getUint16(2), height: view.getUint16(0) };
}
