import { deflateSync } from 'node:zlib';

/** 16 × 8 pixels: the left half is red, the right half is blue. */
export const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wCEAA0NDQ0ODQ4QEA4UFhMWFB4bGRkbHi0gIiAiIC1EKjIqKjIqRDxJOzc7STxsVUtLVWx9aWNpfZeHh5e+' +
    'tb75+f8BDQ0NDQ4NDhAQDhQWExYUHhsZGRseLSAiICIgLUQqMioqMipEPEk7NztJPGxVS0tVbH1pY2l9l4eHl761vvn5///AABEIAAgAEAMB' +
    'IgACEQEDEQH/xABQAAEBAQAAAAAAAAAAAAAAAAAABQYQAQAAAAAAAAAAAAAAAAAAAAABAQAAAAAAAAAAAAAAAAAAAAYRAAIDAAAAAAAAAAAA' +
    'AAAAAAAGRYPC/9oADAMBAAIRAxEAPwDPoQESRJU6FLjH25P/2Q==',
  'base64',
);

/** A PNG file whose header claims a size. All of its pixels are black. `rows` is the number of rows that it really has. */
export function pngOf(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, grey.
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width + 1) * rows));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, pngChunk('IHDR', header), pngChunk('IDAT', pixels), pngChunk('IEND')]);
}

export function pngChunk(type: string, data = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

/** Adds Exif metadata with an orientation and a place to a JPEG file. */
export function withExif(jpeg: Buffer, orientation: number): Buffer {
  const entries = Buffer.alloc(26);
  entries.writeUInt16LE(2, 0);
  // Orientation: one number of 16 bits. GPS: the offset of another directory.
  entries.set([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0], 2);
  entries.set([0x25, 0x88, 4, 0, 1, 0, 0, 0, 34, 0, 0, 0], 14);
  const tiff = Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), entries, Buffer.from('GPS 48.2082 16.3738')]);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** Makes an animation in WebP whose frames are all the same still image. */
export function animationOf(webp: Uint8Array, frames: number): Buffer {
  const image = Buffer.from(webp).subarray(12);
  const frame = riffChunk('ANMF', Buffer.concat([Buffer.alloc(16), image]));
  const body = [riffChunk('VP8X', Buffer.alloc(10)), riffChunk('ANIM', Buffer.alloc(6)), ...Array(frames).fill(frame)];
  const file = Buffer.concat([Buffer.from('WEBP'), ...(body as Buffer[])]);
  return riffChunk('RIFF', file);
}

function riffChunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(type), length, data, Buffer.alloc(data.length % 2)]);
}

/** Returns the width and height of a still WebP image. */
export function sizeOfWebp(webp: Uint8Array): readonly [width: number, height: number] {
  const bytes = Buffer.from(webp);
  if (bytes.toString('latin1', 12, 16) === 'VP8L') {
    const bits = bytes.readUInt32LE(21);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  return [bytes.readUInt16LE(26), bytes.readUInt16LE(28)];
}
