import { readFileSync } from 'node:fs';
import decodeJpeg, { init as initJpeg } from '@jsquash/jpeg/decode.js';
import decodePng, { init as initPng } from '@jsquash/png/decode.js';
import encodePng, { init as initPngEncoder } from '@jsquash/png/encode.js';
import decodeWebp, { init as initWebp } from '@jsquash/webp/decode.js';
import encodeWebp, { init as initEncoder } from '@jsquash/webp/encode.js';
import { ImageError } from '../model/errors.js';
import type { ImageHeader } from './image-format.js';
import { readHeader } from './read-header.js';
import { type Pixels, shrink } from './shrink.js';
import { turnUpright } from './turn-upright.js';

/** The longest side of a stored picture in pixels. */
const LONGEST_SIDE = 512;

/** The most bytes of a stored picture. */
const MAX_STORED_BYTES = 200_000;

/** A drawing stays sharp without loss. A photograph would be too large. */
const MAX_LOSSLESS_BYTES = 40_000;

const QUALITIES = [80, 50, 20];

/** The decoders call it with `new`. Browsers have this constructor, and Node has not. */
function makeImageData(data: Uint8ClampedArray, width: number, height: number) {
  return { data, width, height };
}

Object.assign(globalThis, { ImageData: makeImageData });

/**
 * Converts one image. This file is the program of a child process, which `picture-converter.ts` starts with limits. It
 * reads the image from standard input, and writes a WebP image, or a PNG image if its argument is `png`, to standard
 * output. It may do nothing but read its own files and those of its decoders.
 */
async function convert(bytes: Uint8Array): Promise<Uint8Array> {
  const header = readHeader(bytes);
  const decoded = await DECODERS[header.format](header.still);
  if (decoded.width !== header.width || decoded.height !== header.height) throw new ImageError('is not valid');
  const small = turnUpright(shrink(decoded, LONGEST_SIDE), header.orientation);
  return process.argv[2] === 'png' ? asPng(small) : asWebp(small, header);
}

const DECODERS: Readonly<Record<ImageHeader['format'], (still: Uint8Array) => Promise<Pixels>>> = {
  jpeg: async (still) => {
    await initJpeg(codec('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
    return decodeJpeg(bufferOf(still));
  },
  png: async (still) => {
    await initPng(codec('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'));
    return decodePng(bufferOf(still));
  },
  webp: async (still) => {
    await initWebp(codec('@jsquash/webp/codec/dec/webp_dec.wasm'));
    return decodeWebp(bufferOf(still));
  },
};

function codec(specifier: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(import.meta.resolve(specifier))));
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

async function asPng({ data, width, height }: Pixels): Promise<Uint8Array> {
  await initPngEncoder(codec('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'));
  return new Uint8Array(await encodePng(new ImageData(new Uint8ClampedArray(data), width, height)));
}

async function asWebp({ data, width, height }: Pixels, { format }: ImageHeader): Promise<Uint8Array> {
  await initEncoder(codec('@jsquash/webp/codec/enc/webp_enc_simd.wasm'));
  const image = new ImageData(new Uint8ClampedArray(data), width, height);
  if (format !== 'jpeg') {
    const exact = new Uint8Array(await encodeWebp(image, { lossless: 1 }));
    if (exact.length <= MAX_LOSSLESS_BYTES) return exact;
  }
  for (const quality of QUALITIES) {
    const encoded = new Uint8Array(await encodeWebp(image, { quality }));
    if (encoded.length <= MAX_STORED_BYTES) return encoded;
  }
  throw new ImageError('has too many details to be stored. Make it smaller');
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
process.stdout.write(await convert(Buffer.concat(chunks)));
