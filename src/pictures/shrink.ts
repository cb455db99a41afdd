/** Pixels, row by row, with four bytes each: red, green, blue and opacity. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

const CHANNELS = 4;

/** Makes an image smaller, so that no side is longer than `longest`. Each new pixel is the mean of the area it covers. */
export function shrink(image: Pixels, longest: number): Pixels {
  const scale = longest / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const data = new Uint8ClampedArray(width * height * CHANNELS);
  const columns = coverage(image.width, width);
  const rows = coverage(image.height, height);
  const sums = new Float64Array(width * CHANNELS);
  for (let y = 0; y < height; y += 1) {
    sums.fill(0);
    const [from, to] = edges(rows, y);
    for (let row = Math.floor(from); row < to; row += 1) {
      const weight = Math.min(row + 1, to) - Math.max(row, from);
      addRow(sums, { image, row, columns, weight });
    }
    writeRow(data.subarray(y * width * CHANNELS), sums, (to - from) * (image.width / width));
  }
  return { width, height, data };
}

/** The position in the source at which each new pixel begins, and the end. */
function coverage(source: number, target: number): Float64Array {
  return Float64Array.from({ length: target + 1 }, (_, index) => (index * source) / target);
}

function edges(positions: Float64Array, index: number): readonly [from: number, to: number] {
  return [positions[index] ?? 0, positions[index + 1] ?? 0];
}

interface Row {
  readonly image: Pixels;
  readonly row: number;
  readonly columns: Float64Array;
  readonly weight: number;
}

/** Adds a row of the source to the sums. Colours count by their opacity, so that transparent pixels have no colour. */
function addRow(sums: Float64Array, { image, row, columns, weight }: Row): void {
  const { data, width } = image;
  const start = row * width * CHANNELS;
  for (let x = 0; x + 1 < columns.length; x += 1) {
    const [from, to] = edges(columns, x);
    let [red, green, blue, opacity] = [0, 0, 0, 0];
    for (let column = Math.floor(from); column < to; column += 1) {
      const at = start + column * CHANNELS;
      const alpha = (data[at + 3] as number) * (Math.min(column + 1, to) - Math.max(column, from)) * weight;
      red += (data[at] as number) * alpha;
      green += (data[at + 1] as number) * alpha;
      blue += (data[at + 2] as number) * alpha;
      opacity += alpha;
    }
    const sum = x * CHANNELS;
    (sums[sum] as number) += red;
    (sums[sum + 1] as number) += green;
    (sums[sum + 2] as number) += blue;
    (sums[sum + 3] as number) += opacity;
  }
}

function writeRow(target: Uint8ClampedArray, sums: Float64Array, area: number): void {
  for (let at = 0; at < sums.length; at += CHANNELS) {
    const opacity = sums[at + 3] as number;
    for (let channel = 0; channel < 3; channel += 1)
      target[at + channel] = opacity === 0 ? 0 : (sums[at + channel] as number) / opacity;
    target[at + 3] = opacity / area;
  }
}
