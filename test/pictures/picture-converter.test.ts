import { describe, expect, it } from '@jest/globals';
import { makePictureConverter } from '../../src/pictures/picture-converter.js';
import { readHeader } from '../../src/pictures/read-header.js';
import { shrink } from '../../src/pictures/shrink.js';
import { turnUpright } from '../../src/pictures/turn-upright.js';
import { testLog } from '../support/deps.js';
import { animationOf, JPEG, pngChunk, pngOf, sizeOfWebp, withExif } from '../support/pictures.js';

const { convert, toPng } = makePictureConverter(testLog());

async function refusal(bytes: Uint8Array): Promise<unknown> {
  return convert(bytes, 'picture').then(
    () => 'converted',
    ({ code, field, message }) => (code === 'INVALID_INPUT' && field === 'picture' ? message : { code, field }),
  );
}

const UNKNOWN = 'The image is not a JPEG, PNG or WebP file.';
const UNREADABLE = 'The image cannot be read. Save it again with another program, and make it smaller.';
const TOO_LARGE = 'The image has more than 24 megapixels. Make it smaller.';

describe('Pictures', () => {
  it('of each format become small WebP images, which can be converted again and into PNG.', async () => {
    const jpeg = await convert(JPEG, 'picture');
    const png = await convert(pngOf(1200, 300), 'picture');
    const animation = await convert(animationOf(png, 5_000), 'picture');
    expect([jpeg, png, animation].map(sizeOfWebp)).toEqual([
      [16, 8],
      [512, 128],
      [512, 128],
    ]);
    for (const image of [jpeg, png, animation]) expect(Buffer.from(image).toString('latin1', 8, 12)).toBe('WEBP');
    expect(readHeader(await toPng(png))).toMatchObject({ format: 'png', width: 512, height: 128 });
  });

  it('are upright, and say nothing about place and camera.', async () => {
    const photo = withExif(JPEG, 6);
    expect(photo.includes('GPS')).toBe(true);
    const converted = await convert(photo, 'picture');
    expect(sizeOfWebp(converted)).toEqual([8, 16]);
    for (const trace of ['GPS', 'Exif', 'EXIF', '48.2082']) expect(Buffer.from(converted).includes(trace)).toBe(false);
    const placed = Buffer.concat([
      pngOf(4, 2).subarray(0, 33),
      pngChunk('tEXt', Buffer.from('Place\0GPS')),
      pngOf(4, 2).subarray(33),
    ]);
    expect(Buffer.from(await convert(placed, 'picture')).includes('GPS')).toBe(false);
  });

  it('are refused with the reason if they have print colours.', async () => {
    const print = Buffer.from(JPEG);
    const frame = [0xc0, 0xc2].map((marker) => print.indexOf(Buffer.of(0xff, marker))).find((at) => at !== -1) ?? 0;
    print.writeUInt8(4, frame + 9);
    expect(await refusal(print)).toMatch(/^The image has print colours \(CMYK\)\./);
  });

  it('are refused if they are of another format, whatever they claim to be.', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    const others = [
      '',
      'GIF89a',
      svg,
      `<?xml version="1.0"?>${svg}`,
      'BM',
      '%PDF-1.7',
      'RIFF\x04\0\0\0WAVE',
      '\0\0\0\x20ftypavif',
    ];
    for (const text of others) expect([text, await refusal(Buffer.from(text, 'latin1'))]).toEqual([text, UNKNOWN]);
  });

  it('are cut off from what else a file contains.', async () => {
    const script = '<script>alert(1)</script>';
    for (const file of [pngOf(4, 4), JPEG]) {
      const converted = await convert(Buffer.concat([file, Buffer.from(script)]), 'picture');
      expect(Buffer.from(converted).includes('script')).toBe(false);
    }
  });

  it('are refused if they would be too large, before anything decodes them.', async () => {
    expect(await refusal(pngOf(30_000, 30_000, 1))).toBe(TOO_LARGE);
    expect(await refusal(Buffer.alloc(2_000_001, JPEG))).toBe('The image has more than 2 megabytes. Make it smaller.');
    const tall = Buffer.from(JPEG);
    const size = tall.indexOf(Buffer.from([0xff, 0xc0])) + 5;
    tall.writeUInt32BE(0xffff_ffff, size);
    expect(await refusal(tall)).toBe(TOO_LARGE);
    tall.writeUInt32BE(0, size);
    expect(await refusal(tall)).toBe('The image has no pixels.');
  });

  it('are refused if they are truncated or contradict themselves.', async () => {
    const png = pngOf(40, 40);
    const webp = Buffer.from(await convert(png, 'picture'));
    for (const file of [JPEG, png, webp, withExif(JPEG, 3)]) {
      for (const length of [9, 13, 30]) {
        const answer = await refusal(file.subarray(0, length));
        expect([file.length, length, typeof answer]).toEqual([file.length, length, 'string']);
        expect(answer).not.toBe('converted');
      }
    }
    // Fewer rows than the header says, and a frame that hides behind a first, smaller one.
    expect(await refusal(pngOf(400, 400, 3))).toBe(UNREADABLE);
    const frame = JPEG.subarray(JPEG.indexOf(Buffer.from([0xff, 0xc0])));
    const twice = Buffer.concat([JPEG.subarray(0, JPEG.length - frame.length), frame.subarray(0, 19), frame]);
    expect(await refusal(twice)).toBe('The image is not a valid JPEG file.');
    const scans = Buffer.alloc(1_000, Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0]));
    const many = Buffer.concat([JPEG.subarray(0, -2), scans, JPEG.subarray(-2)]);
    expect(await refusal(many)).toBe('The image has too many scans. Save it again with another program.');
  });

  it('are refused if the child process runs out of time or memory, and the next one is converted.', async () => {
    const slow = makePictureConverter(testLog(), { timeMs: 1, pages: 6_144 });
    await expect(slow.convert(JPEG, 'picture')).rejects.toMatchObject({ code: 'INVALID_INPUT', message: UNREADABLE });
    const small = makePictureConverter(testLog(), { timeMs: 60_000, pages: 300 });
    await expect(small.convert(pngOf(4000, 4000), 'picture')).rejects.toMatchObject({ message: UNREADABLE });
    expect(sizeOfWebp(await small.convert(JPEG, 'picture'))).toEqual([16, 8]);
  });

  it('wait for each other, but not too many.', async () => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => refusal(JPEG)));
    expect(outcomes.filter((outcome) => outcome === 'converted')).toHaveLength(9);
    expect(outcomes.at(-1)).toEqual({ code: 'RATE_LIMITED' });
    expect(await refusal(JPEG)).toBe('converted');
  });
});

describe('Smaller images', () => {
  it('have the mean of the colours, in which transparent pixels do not count.', () => {
    const data = new Uint8ClampedArray([255, 0, 0, 255, 0, 0, 255, 255, 9, 9, 9, 0, 0, 200, 0, 255]);
    expect(shrink({ width: 4, height: 1, data }, 2)).toEqual({
      width: 2,
      height: 1,
      data: new Uint8ClampedArray([128, 0, 128, 255, 0, 200, 0, 128]),
    });
  });

  it('are turned and mirrored in eight ways.', () => {
    // a b c
    // d e f
    const data = new Uint8ClampedArray(new Uint32Array([...'abcdef'].map((letter) => letter.charCodeAt(0))).buffer);
    const turned = [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => {
      const image = turnUpright({ width: 3, height: 2, data }, orientation);
      return `${image.width} ${String.fromCharCode(...new Uint32Array(Uint8Array.from(image.data).buffer))}`;
    });
    expect(turned).toEqual([
      '3 abcdef',
      '3 cbafed',
      '3 fedcba',
      '3 defabc',
      '2 adbecf',
      '2 daebfc',
      '2 fcebda',
      '2 cfbead',
    ]);
  });
});
