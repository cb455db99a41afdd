import { viewOf } from './image-format.js';

const ORIENTATION = 0x0112;
const MAX_ENTRIES = 500;
const ENTRY_BYTES = 12;
const UPRIGHT = 1;

/**
 * Reads the orientation from Exif metadata, which is a TIFF file. Metadata that cannot be read counts as none. Call it
 * once for a file, and not for each block of metadata, because a file can have 100,000 blocks that cannot be read.
 */
export function orientationOf(tiff: Uint8Array | undefined): number {
  if (tiff === undefined) return UPRIGHT;
  try {
    const view = viewOf(tiff);
    const littleEndian = view.getUint16(0) === 0x4949;
    if (view.getUint16(2, littleEndian) !== 42) return UPRIGHT;
    const directory = view.getUint32(4, littleEndian);
    const entries = Math.min(view.getUint16(directory, littleEndian), MAX_ENTRIES);
    for (let index = 0; index < entries; index += 1) {
      const entry = directory + 2 + index * ENTRY_BYTES;
      if (view.getUint16(entry, littleEndian) !== ORIENTATION) continue;
      const value = view.getUint16(entry + 8, littleEndian);
      return value >= 1 && value <= 8 ? value : UPRIGHT;
    }
    return UPRIGHT;
  } catch (error) {
    if (error instanceof RangeError) return UPRIGHT;
    throw error;
  }
}
