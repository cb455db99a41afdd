import { ImageError } from '../model/errors.js';

/** What the headers of an image say. Only the decoder finds out whether the rest of the file is right. */
export interface ImageHeader {
  readonly format: 'jpeg' | 'png' | 'webp';
  readonly width: number;
  readonly height: number;
  /** The orientation that the camera noted: a number from 1 to 8 (Exif 2.32, 4.6.4, tag 274). */
  readonly orientation: number;
  /** The first image of the file, without metadata and without anything that is not needed to decode it. */
  readonly still: Uint8Array;
}

/** The most bytes of an uploaded image. */
export const MAX_UPLOAD_BYTES = 2_000_000;

/** The most pixels of an uploaded image. */
const MAX_PIXELS = 24_000_000;

export function checkSize({ width, height }: Pick<ImageHeader, 'width' | 'height'>): void {
  if (width < 1 || height < 1) throw new ImageError('has no pixels');
  if (width * height > MAX_PIXELS) throw new ImageError('has more than 24 megapixels. Make it smaller');
}

/** Returns the bytes at a position, or throws if the file is shorter. */
export function part(bytes: Uint8Array, start: number, length: number): Uint8Array {
  if (start < 0 || start + length > bytes.length) throw new ImageError('is incomplete');
  return bytes.subarray(start, start + length);
}

export function asciiAt(bytes: Uint8Array, start: number, length: number): string {
  return Buffer.from(part(bytes, start, length)).toString('latin1');
}

/** Returns a view that throws a `RangeError` if it is read behind its end. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
