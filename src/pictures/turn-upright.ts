import type { Pixels } from './shrink.js';

/** Turns and mirrors an image as its Exif orientation says, so that it is upright without that note. */
export function turnUpright(image: Pixels, orientation: number): Pixels {
  if (orientation < 2 || orientation > 8) return image;
  const isTurned = orientation > 4;
  const width = isTurned ? image.height : image.width;
  const height = isTurned ? image.width : image.height;
  const source = pixelsOf(image);
  const target = new Uint32Array(source.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [column, row] = sourceOf(orientation, [x, y], [image.width - 1, image.height - 1]);
      target[y * width + x] = source[row * image.width + column] ?? 0;
    }
  }
  return { width, height, data: new Uint8ClampedArray(target.buffer) };
}

function pixelsOf({ data }: Pixels): Uint32Array {
  return new Uint32Array(Uint8Array.from(data).buffer);
}

type Point = readonly [x: number, y: number];

/** Returns the place in the source of a pixel of the upright image (Exif 2.32, tag 274). */
function sourceOf(orientation: number, [x, y]: Point, [right, bottom]: Point): Point {
  switch (orientation) {
    case 2:
      return [right - x, y];
    case 3:
      return [right - x, bottom - y];
    case 4:
      return [x, bottom - y];
    case 5:
      return [y, x];
    case 6:
      return [y, bottom - x];
    case 7:
      return [right - y, bottom - x];
    default:
      return [right - y, x];
  }
}
