/**
 * Makes the style sheet `brand.css`. It has the brand colour (`#rgb` or `#rrggbb`), and black or white for readable
 * text on this colour.
 */
export function brandStyle(color: string | undefined): string {
  if (color === undefined) return '/* No brand colour. */\n';
  const text = textOn(color);
  const shade = text === BLACK ? WHITE : BLACK;
  const colors = `--brand: ${color};\n  --on-brand: ${text};\n  --brand-shade: ${shade};`;
  return `:root {\n  ${colors}\n  ${edge(color, SURFACES.light)}\n}\n${forDarkScheme(edge(color, SURFACES.dark))}`;
}

/** Returns black or white, whichever is easier to read on the colour. */
export function textOn(color: string): string {
  return luminance(color) > EQUAL_CONTRAST ? BLACK : WHITE;
}

const BLACK = '#000000';
const WHITE = '#ffffff';

/**
 * On a colour with this luminance, black text and white text have the same contrast, 4.58. WCAG AA requires 4.5, so
 * every colour has enough contrast to black or to white text.
 */
const EQUAL_CONTRAST = Math.sqrt(1.05 * 0.05) - 0.05;

/**
 * The background colours of a page in the light and the dark scheme. They must be equal to `--surface` in `tokens.css`.
 */
const SURFACES = { light: '#ffffff', dark: '#1c1d1a' };

function forDarkScheme(declaration: string): string {
  return `\n@media (prefers-color-scheme: dark) {\n  :root {\n    ${declaration}\n  }\n}\n`;
}

/**
 * Returns the colour for the border of a button. The border is visible only if the colour of the button is close to the
 * colour of the page (WCAG 2.2, 1.4.11).
 */
function edge(color: string, surface: string): string {
  return `--brand-edge: ${contrast(color, surface) < 3 ? 'var(--line-strong)' : 'transparent'};`;
}

/** Returns the contrast ratio of two colours, from 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Returns the relative luminance of a colour, from 0 to 1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const digits = color.slice(1);
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((start) =>
    linear(Number.parseInt(full.slice(start, start + 2), 16)),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
