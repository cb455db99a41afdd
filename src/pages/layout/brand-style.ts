import {
  BACKGROUNDS,
  type ColorScheme,
  contrast,
  lightenForDark,
  shadeOf,
  textOn,
} from '../../model/server/brand-colors.js';

/** The media query of everything that only the dark colour scheme has, in style sheets and on pages. */
export const DARK_SCHEME = '(prefers-color-scheme: dark)';

/** Returns a style sheet or page that has one colour scheme, whichever the browser prefers. */
export function forceScheme(text: string, scheme: ColorScheme): string {
  return text
    .replaceAll(DARK_SCHEME, scheme === 'dark' ? 'all' : 'not all')
    .replaceAll(/(?<=color-scheme(: |" content="))light dark/g, scheme);
}

export interface BrandColors {
  readonly light?: string | undefined;
  /** Absent means a colour like the light one, but light enough for dark pages. */
  readonly dark?: string | undefined;
}

/**
 * Makes the style sheet with the brand colours (`#rgb` or `#rrggbb`), and black or white for readable text on them.
 */
export function brandStyle({ light, dark = light && lightenForDark(light) }: BrandColors): string {
  if (dark === undefined) return '/* No brand colour. */\n';
  const inDark = `@media ${DARK_SCHEME} {\n  :root {\n    ${declarations(dark, 'dark', '\n    ')}\n  }\n}\n`;
  return light === undefined ? inDark : `:root {\n  ${declarations(light, 'light', '\n  ')}\n}\n\n${inDark}`;
}

function declarations(color: string, scheme: ColorScheme, separator: string): string {
  const text = textOn(color);
  return [`--brand: ${color};`, `--on-brand: ${text};`, `--brand-shade: ${shadeOf(text)};`, edge(color, scheme)].join(
    separator,
  );
}

/**
 * Returns the colour for the border of a button. The border is visible only if the colour of the button is close to the
 * colour of the page (WCAG 2.2, 1.4.11).
 */
function edge(color: string, scheme: ColorScheme): string {
  const isClose = contrast(color, BACKGROUNDS[scheme].surface) < 3;
  return `--brand-edge: ${isClose ? 'var(--line-strong)' : 'transparent'};`;
}

/** Returns the file name of the style sheet for some colours. It contains the colours, so browsers can keep the file. */
export function styleName({ light, dark }: BrandColors): string {
  return `${(light ?? '').slice(1)}-${(dark ?? '').slice(1)}.css`.toLowerCase();
}

/**
 * Returns the style sheet with this file name, or `undefined` if there is none. `light-` or `dark-` before the colours
 * stands for one colour scheme.
 */
export function brandStyleOfName(name: string): string | undefined {
  const [, scheme, light, dark] =
    /^(?:(light|dark)-)?([0-9a-f]{6}|[0-9a-f]{3})?-([0-9a-f]{6}|[0-9a-f]{3})?\.css$/.exec(name) ?? [];
  if (light === undefined && dark === undefined) return undefined;
  const style = brandStyle({ light: light && `#${light}`, dark: dark && `#${dark}` });
  return scheme === 'light' || scheme === 'dark' ? forceScheme(style, scheme) : style;
}
