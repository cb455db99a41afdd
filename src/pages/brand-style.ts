/** The style sheet of a brand: its colour, and what can be read on it. `color` is `#rgb` or `#rrggbb`. */
export const brandStyle = (color: string | undefined): string =>
  color === undefined
    ? '/* No colour of its own. */\n'
    : `:root {\n  --brand: ${color};\n  --on-brand: ${readableOn(color)};\n}\n`;

/** Black or white, whichever has more contrast (WCAG 2.2, contrast ratio): they are even at a luminance of 0.179. */
const readableOn = (color: string): string => (luminance(color) > 0.179 ? '#000000' : '#ffffff');

/** WCAG 2.2, relative luminance. */
const luminance = (color: string): number => {
  const digits = color.slice(1);
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((start) =>
    linear(Number.parseInt(full.slice(start, start + 2), 16)),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const linear = (value: number): number => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
