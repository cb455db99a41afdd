import { ImageError } from '../model/errors.js';
import { orientationOf } from './exif-orientation.js';
import { asciiAt, type ImageHeader, part, viewOf } from './image-format.js';

const RIFF_BYTES = 12;
const CHUNK_FRAME_BYTES = 8;
/** Position, size and duration of a frame of an animation come before its image (WebP container, "ANMF"). */
const FRAME_HEADER_BYTES = 16;

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

export function isWebp(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, RIFF_BYTES)).toString('latin1');
  return text.startsWith('RIFF') && text.endsWith('WEBP');
}

/** Reads the first frame. The other frames of an animation are not looked at. */
export function readWebp(bytes: Uint8Array): ImageHeader {
  let exif: Uint8Array | undefined;
  let image: readonly Chunk[] = [];
  for (const chunk of chunksOf(bytes.subarray(RIFF_BYTES))) {
    if (chunk.type === 'ANMF' && image.length === 0) image = imageIn(chunksOf(chunk.data.subarray(FRAME_HEADER_BYTES)));
    if (chunk.type === 'ALPH' || chunk.type === 'VP8 ' || chunk.type === 'VP8L') image = imageIn([...image, chunk]);
    if (chunk.type === 'EXIF') exif = withoutPrefix(chunk.data);
  }
  const pixels = image.at(-1);
  if (pixels === undefined || pixels.type === 'ALPH') throw new ImageError('is not a complete WebP file');
  const size = pixels.type === 'VP8L' ? losslessSize(pixels.data) : lossySize(pixels.data);
  return { format: 'webp', ...size, orientation: orientationOf(exif), still: stillOf(image, size) };
}

/** Returns the chunks of one image: its pixels, after their transparency if there is any. */
function imageIn(chunks: Iterable<Chunk>): readonly Chunk[] {
  const image: Chunk[] = [];
  for (const chunk of chunks) {
    const isPixels = chunk.type === 'VP8 ' || chunk.type === 'VP8L';
    if (isPixels || chunk.type === 'ALPH') image.push(chunk);
    if (isPixels) break;
  }
  return image.slice(-2);
}

function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  for (let start = 0; start + CHUNK_FRAME_BYTES <= bytes.length; ) {
    const length = viewOf(bytes).getUint32(start + 4, true);
    yield { type: asciiAt(bytes, start, 4), data: part(bytes, start + CHUNK_FRAME_BYTES, length) };
    start += CHUNK_FRAME_BYTES + length + (length % 2);
  }
}

/** Some programs write the prefix that JPEG files need. */
function withoutPrefix(exif: Uint8Array): Uint8Array {
  return exif.length > 6 && asciiAt(exif, 0, 4) === 'Exif' ? exif.subarray(6) : exif;
}

/** RFC 6386 §9.1. */
function lossySize(data: Uint8Array) {
  const view = viewOf(part(data, 6, 4));
  return { width: view.getUint16(0, true) & 0x3fff, height: view.getUint16(2, true) & 0x3fff };
}

/** RFC 9649 §3.4. */
function losslessSize(data: Uint8Array) {
  const bits = viewOf(part(data, 1, 4)).getUint32(0, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** Makes a file with one image. RFC 9649 §2.7: transparency in a chunk of its own needs the extended format. */
function stillOf(image: readonly Chunk[], { width, height }: { readonly width: number; readonly height: number }) {
  const written = image.map(writeChunk);
  if (image.length > 1) written.unshift(writeChunk({ type: 'VP8X', data: extendedHeader(width, height) }));
  const body = Buffer.concat(written);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

const HAS_ALPHA = 0x10;

function extendedHeader(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(10);
  header[0] = HAS_ALPHA;
  header.writeUIntLE(width - 1, 4, 3);
  header.writeUIntLE(height - 1, 7, 3);
  return header;
}

function writeChunk({ type, data }: Chunk): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
