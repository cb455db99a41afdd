import { DARK_SCHEME } from './brand-style.js';
import type { Application, Brand } from './frame.js';

/** The default logo of the server: a key made of joined points. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="32" height="32" rx="9" />
      <circle class="mark-line" cx="10.5" cy="16" r="4.75" />
      <path class="mark-line" d="M15.25 16H25M20.25 16v5" />
      <circle class="mark-point" cx="25.25" cy="16" r="2.25" />
      <circle class="mark-point" cx="20.25" cy="21.5" r="2.25" />
    </svg>
  );
}

/** The icon for passkeys and API keys: a key. */
export function KeyGlyph() {
  return (
    <svg class="glyph" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <circle cx="5.75" cy="10" r="4.25" />
      <path d="M10 10h8.75M14.5 10v4M18 10v3" />
    </svg>
  );
}

/** Shows the logo of the server or issuer, in the colour scheme of the browser. */
export function BrandLogo({ brand: { logo, logoDark }, class: name, ...attributes }: BrandLogoProps) {
  const image = <img class={name} src={logo} alt="" {...attributes} />;
  if (logoDark === undefined) return image;
  return (
    <picture>
      <source srcset={logoDark} media={DARK_SCHEME} />
      {image}
    </picture>
  );
}

interface BrandLogoProps {
  readonly brand: Brand;
  readonly class?: string;
  readonly 'data-fallback'?: boolean;
}

/**
 * Shows the logo of an application. If the application has no logo or the logo cannot be loaded, shows the first letter
 * of the application's name.
 */
export function Tile({ application: { name, logo } }: { application: Application }) {
  const letter = ([...name.trim()][0] ?? '·').toUpperCase();
  return (
    <span class="tile" aria-hidden="true">
      {logo === undefined ? (
        letter
      ) : (
        <>
          <img src={logo} alt="" data-fallback />
          <span hidden>{letter}</span>
        </>
      )}
    </span>
  );
}
