/** The style sheet of a brand: its colour, and what can be read on it. `color` is `#rgb` or `#rrggbb`. */
export function brandStyle(color: string | undefined): string {
  if (color === undefined) return '/* No colour of its own. */\n';
  const [text, shade] = luminance(color) > BETWEEN_BLACK_AND_WHITE ? [BLACK, WHITE] : [WHITE, BLACK];
  const colors = `--brand: ${color};\n  --on-brand: ${text};\n  --brand-shade: ${shade};`;
  return `:root {\n  ${colors}\n  ${edge(color, SURFACES.light)}\n}\n${inTheDark(edge(color, SURFACES.dark))}`;
}

const BLACK = '#000000';
const WHITE = '#ffffff';

/** The luminance on which black and white have the same contrast, 4.58, which is more than enough. */
const BETWEEN_BLACK_AND_WHITE = Math.sqrt(1.05 * 0.05) - 0.05;

/** What tokens.css calls --surface. */
const SURFACES = { light: '#ffffff', dark: '#1c1d1a' };

function inTheDark(declaration: string): string {
  return `\n@media (prefers-color-scheme: dark) {\n  :root {\n    ${declaration}\n  }\n}\n`;
}

/** A button that would vanish in its surroundings has a line around it (WCAG 2.2, 1.4.11). */
function edge(color: string, surface: string): string {
  return `--brand-edge: ${contrast(color, surface) < 3 ? 'var(--line-strong)' : 'transparent'};`;
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, relative luminance. */
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
