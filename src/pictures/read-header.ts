import { ImageError } from '../model/errors.js';
import { checkSize, type ImageHeader } from './image-format.js';
import { isJpeg, readJpeg } from './jpeg-header.js';
import { isPng, readPng } from './png-header.js';
import { isWebp, readWebp } from './webp-header.js';

/**
 * Finds out by its content what an image is, and checks its size before anything decodes it. The name and the media type
 * that the sender claims do not count.
 *
 * @throws ImageError
 */
export function readHeader(bytes: Uint8Array): ImageHeader {
  const header = readFormat(bytes);
  checkSize(header);
  return header;
}

function readFormat(bytes: Uint8Array): ImageHeader {
  if (isJpeg(bytes)) return readJpeg(bytes);
  if (isPng(bytes)) return readPng(bytes);
  if (isWebp(bytes)) return readWebp(bytes);
  throw new ImageError('is not a JPEG, PNG or WebP file');
}
