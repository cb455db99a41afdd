/**
 * This folder contains what all pages share: the HTML document, the brand and the files that browsers load. The pages
 * themselves are in the folder above. To understand this folder, read `renderPage` first, which every page calls.
 */

import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { assetUrl } from './assets.js';
import type { Brand, Frame } from './frame.js';
import { BrandLogo, Mark } from './marks.js';
import { OutsideLink } from './outside-link.js';

export interface PageOptions {
  readonly title: string;
  /** The file names of the page's scripts in `browser/`, without the extension. */
  readonly scripts?: readonly string[];
  /** The width of the page. Pages that contain lists are `wide`. */
  readonly width?: 'narrow' | 'wide';
  /** Content that is shown at the top of the page, beside the name of the server. */
  readonly aside?: ComponentChildren;
}

/**
 * Returns a complete HTML document. The Content-Security-Policy forbids inline scripts, inline styles and files of
 * other hosts, so the document contains none.
 */
export function renderPage(frame: Frame, options: PageOptions, children: ComponentChildren): string {
  const { texts, brand, assets, isPreview = false } = frame;
  const { title, scripts = [], width = 'narrow', aside } = options;
  const usesPasskeys = !isPreview && scripts.some((name) => PASSKEY_SCRIPTS.has(name));
  const document = (
    <html lang={texts.lang} dir={texts.dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${brand.name}`}</title>
        <link rel="icon" type="image/svg+xml" href={assetUrl(assets, 'icon.svg')} />
        {STYLES.map((name) => (
          <link key={name} rel="stylesheet" href={assetUrl(assets, name)} />
        ))}
        {brand.style !== undefined && <link rel="stylesheet" href={brand.style} />}
        {usesPasskeys && <script defer src={assetUrl(assets, 'simplewebauthn-browser.js')} />}
        {(isPreview ? [] : ['page', ...scripts]).map((name) => (
          <script key={name} type="module" src={assetUrl(assets, `${name}.js`)} />
        ))}
      </head>
      <body>
        <a class="skip" href="#content">
          {texts.say('common.skipToContent')}
        </a>
        <div class={`frame frame-${width}`}>
          <header class="top">
            <BrandName brand={brand} />
            {aside}
          </header>
          <main id="content" tabIndex={-1}>
            {children}
          </main>
          <Foot frame={frame} />
        </div>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}

/** The links of the server or issuer. Pages without such links have no footer. */
function Foot({ frame: { texts, brand } }: { frame: Frame }) {
  const { terms, privacy, support } = brand.links ?? {};
  if (terms === undefined && privacy === undefined && support === undefined) return null;
  return (
    <footer class="foot links">
      {support !== undefined && <OutsideLink url={support.url}>{texts.say('foot.support')}</OutsideLink>}
      {terms !== undefined && <OutsideLink url={terms}>{texts.say('consent.terms')}</OutsideLink>}
      {privacy !== undefined && <OutsideLink url={privacy}>{texts.say('consent.policy')}</OutsideLink>}
    </footer>
  );
}

const STYLES = ['tokens.css', 'brand.css', 'pages.css'];
const PASSKEY_SCRIPTS: ReadonlySet<string> = new Set(['account', 'login', 'register']);

function BrandName({ brand }: { brand: Brand }) {
  return (
    <p class="brand">
      {brand.logo === undefined ? (
        <Mark />
      ) : (
        <>
          <BrandLogo brand={brand} class="brand-logo" data-fallback />
          <span class="mark-place" hidden>
            <Mark />
          </span>
        </>
      )}
      <span>{brand.name}</span>
    </p>
  );
}
