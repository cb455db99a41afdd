import { orientationOf } from './exif-orientation.js';
import { asciiAt, type ImageHeader, part, viewOf } from './image-format.js';

const SIGNATURE_BYTES = 8;
const CHUNK_FRAME_BYTES = 12;

/** The chunks that hold the image itself (PNG, third edition, 11.2 and 11.3.1). Animations and texts are left out. */
const NEEDED: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

export function isPng(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, SIGNATURE_BYTES)).toString('latin1') === '\x89PNG\r\n\x1a\n';
}

export function readPng(bytes: Uint8Array): ImageHeader {
  const kept = [part(bytes, 0, SIGNATURE_BYTES)];
  let size = { width: 0, height: 0 };
  let exif: Uint8Array | undefined;
  let start = SIGNATURE_BYTES;
  for (let type = ''; type !== 'IEND'; ) {
    const length = viewOf(part(bytes, start, CHUNK_FRAME_BYTES)).getUint32(0);
    type = asciiAt(bytes, start + 4, 4);
    const chunk = part(bytes, start, length + CHUNK_FRAME_BYTES);
    if (type === 'IHDR') size = sizeOf(part(chunk, 8, 8));
    if (type === 'eXIf') exif = part(chunk, 8, length);
    if (NEEDED.has(type)) kept.push(chunk);
    start += chunk.length;
  }
  return { format: 'png', ...size, orientation: orientationOf(exif), still: Buffer.concat(kept) };
}

function sizeOf(data: Uint8Array) {
  const view = viewOf(data);
  return { width: view.getUint32(0), height: view.getUint32(4) };
}
