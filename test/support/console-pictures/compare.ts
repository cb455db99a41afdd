import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import decodePng, { init as initPng } from '@jsquash/png/decode.js';
import encodePng, { init as initPngEncoder } from '@jsquash/png/encode.js';
import decodeWebp, { init as initWebp } from '@jsquash/webp/decode.js';
import encodeWebp, { init as initWebpEncoder } from '@jsquash/webp/encode.js';
import pixelmatch from 'pixelmatch';

/** The folder of the accepted pictures, which are stored without loss. */
const FOLDER = 'test/journeys/console-pictures';
const DIFFERENCES = join(tmpdir(), 'passgraph-console-pictures');

/**
 * How much a colour may differ, and how many pixels of a square may have another colour. The same browser draws the same
 * pixels, so this is only for processors that round in another way.
 */
const THRESHOLD = 0.05;
const SQUARE_PX = 64;
const MAX_PIXELS = 20;

interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** The decoders call it with `new`. Browsers have this constructor, and Node has not. */
function makeImageData(data: Uint8ClampedArray, width: number, height: number): Pixels {
  return { data, width, height };
}

/** Prepares the decoders and encoders. */
export async function initCodecs(): Promise<void> {
  Object.assign(globalThis, { ImageData: makeImageData });
  const png = codec('@jsquash/png/codec/pkg/squoosh_png_bg.wasm');
  await Promise.all([
    initPng(png),
    initPngEncoder(png),
    initWebp(codec('@jsquash/webp/codec/dec/webp_dec.wasm')),
    initWebpEncoder(codec('@jsquash/webp/codec/enc/webp_enc_simd.wasm')),
  ]);
}

function codec(specifier: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(import.meta.resolve(specifier))));
}

/** Says how a picture differs from the accepted one, and stores both with the difference. `undefined` if it does not. */
export async function compareWithAccepted(name: string, png: Buffer): Promise<string | undefined> {
  const stored = await readFile(fileOf(name)).catch(() => undefined);
  if (stored === undefined) return `${fileOf(name)} is missing.`;
  const [before, after] = [await decodeWebp(bufferOf(stored)), await decodePng(bufferOf(png))];
  const problem = differenceOf(before, after);
  if (problem === undefined) return undefined;
  await mkdir(DIFFERENCES, { recursive: true });
  const save = (suffix: string, bytes: Uint8Array) => writeFile(join(DIFFERENCES, `${name}${suffix}.png`), bytes);
  await save('', png);
  await save('-accepted', new Uint8Array(await encodePng(before as ImageData)));
  if (problem.picture !== undefined)
    await save('-difference', new Uint8Array(await encodePng(problem.picture as ImageData)));
  return `${name} ${problem.text}. See ${join(DIFFERENCES, name)}*.png.`;
}

interface Difference {
  readonly text: string;
  readonly picture?: Pixels;
}

function differenceOf(before: Pixels, after: Pixels): Difference | undefined {
  const { width, height } = before;
  if (width !== after.width || height !== after.height)
    return { text: `has ${after.width} × ${after.height} pixels instead of ${width} × ${height}` };
  const picture = { data: new Uint8ClampedArray(width * height * 4), width, height };
  const options = { threshold: THRESHOLD, windowSize: SQUARE_PX };
  const count = pixelmatch(before.data, after.data, picture.data, width, height, options);
  if (count <= MAX_PIXELS) return undefined;
  return { text: `has ${count} other pixels in a square of ${SQUARE_PX} × ${SQUARE_PX}`, picture };
}

/** Stores a picture as the accepted one. A file that is equal enough stays as it is. */
export async function acceptPicture(name: string, png: Buffer): Promise<'unchanged' | 'changed'> {
  if ((await compareWithAccepted(name, png)) === undefined) return 'unchanged';
  await mkdir(FOLDER, { recursive: true });
  const image = await decodePng(bufferOf(png));
  await writeFile(fileOf(name), new Uint8Array(await encodeWebp(image, { lossless: 1 })));
  return 'changed';
}

function fileOf(name: string): string {
  return join(FOLDER, `${name}.webp`);
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
