/** A colour scheme of the pages. The browser of the user chooses it. */
export type ColorScheme = 'light' | 'dark';

/**
 * The colours behind a button, of its card and of the page. They must be equal to `--surface` and `--ground` in
 * `tokens.css`.
 */
export const BACKGROUNDS: Readonly<Record<ColorScheme, { readonly surface: string; readonly ground: string }>> = {
  light: { surface: '#ffffff', ground: '#f5f4f0' },
  dark: { surface: '#1c1d1a', ground: '#131412' },
};

/** What WCAG 2.2, 1.4.11 requires between a button and its background. */
const MIN_CONTRAST = 3;

const BLACK = '#000000';
const WHITE = '#ffffff';

/**
 * On a colour with this luminance, black text and white text have the same contrast, 4.58. WCAG AA requires 4.5, so
 * every colour has enough contrast to black or to white text.
 */
const EQUAL_CONTRAST = Math.sqrt(1.05 * 0.05) - 0.05;

/** Returns black or white, whichever is easier to read on the colour. */
export function textOn(color: string): string {
  return luminance(color) > EQUAL_CONTRAST ? BLACK : WHITE;
}

/** Returns the colour that is the opposite of a text colour. */
export function shadeOf(text: string): string {
  return text === BLACK ? WHITE : BLACK;
}

/** Whether the text is a colour of the form `#rgb` or `#rrggbb`. */
export function isColor(text: string): boolean {
  return /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(text);
}

/**
 * Returns what is wrong with the contrast of a colour to the pages in a colour scheme, or `undefined` if nothing is. Text
 * on the colour needs no check: it is black or white, one of which has enough contrast to every colour.
 */
export function contrastProblem(color: string, scheme: ColorScheme): string | undefined {
  const poor = Object.entries(BACKGROUNDS[scheme])
    .map(([place, background]) => ({ place, background, ratio: contrast(color, background) }))
    .filter(({ ratio }) => ratio < MIN_CONTRAST)
    .sort((one, other) => one.ratio - other.ratio)[0];
  if (poor === undefined) return undefined;
  const { place, background, ratio } = poor;
  const where = `${place === 'surface' ? 'cards' : 'the page'} in the ${scheme} colour scheme, ${background}`;
  const present = Math.floor(ratio * 100) / 100;
  const lacking = (MIN_CONTRAST - present).toFixed(2);
  const advice = scheme === 'light' ? 'Choose a darker colour' : 'Choose a lighter colour';
  return `must have a contrast of at least ${MIN_CONTRAST} to the background of ${where} (WCAG 2.2, 1.4.11). ${color} has ${present.toFixed(2)}, which is ${lacking} too little. ${advice}`;
}

/** Makes a colour lighter until its contrast to the dark pages is high enough. */
export function lightenForDark(color: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const lighter = mixWithWhite(color, share);
    if (contrastProblem(lighter, 'dark') === undefined) return lighter;
  }
  return WHITE;
}

function mixWithWhite(color: string, share: number): string {
  if (share === 0) return color;
  return `#${channels(color)
    .map((value) =>
      Math.round(value + (255 - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Returns the contrast ratio of two colours, from 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Returns the relative luminance of a colour, from 0 to 1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Returns the red, green and blue of a colour, from 0 to 255. */
function channels(color: string): number[] {
  const digits = color.slice(1);
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  return [0, 2, 4].map((start) => Number.parseInt(full.slice(start, start + 2), 16));
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
