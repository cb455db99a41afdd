/**
 * The hosted pages: HTML rendered on the server (`*-page.tsx`, `account/`), the texts in every language (`texts/`), the
 * scripts that run in browsers (`browser/`) and the style sheets (`assets/`). A page turns values into a string. It
 * knows neither requests nor the store: the handlers in `src/http/handlers` do. Start here: every page calls `renderPage`.
 */
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { assetUrl } from './assets.js';
import type { Brand, Frame } from './frame.js';
import { Mark } from './marks.js';

export interface PageOptions {
  readonly title: string;
  /** File names of scripts in `browser/`, without extension. */
  readonly scripts?: readonly string[];
  /** Pages with lists are wide. */
  readonly width?: 'narrow' | 'wide';
  /** Next to the name of the server. */
  readonly aside?: ComponentChildren;
}

/** A complete document, without inline scripts, inline styles and files of other hosts (Content-Security-Policy). */
export function renderPage(frame: Frame, options: PageOptions, children: ComponentChildren): string {
  const { texts, brand, assets } = frame;
  const { title, scripts = [], width = 'narrow', aside } = options;
  const usesPasskeys = scripts.some((name) => PASSKEY_SCRIPTS.has(name));
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
        {usesPasskeys && <script defer src={assetUrl(assets, 'simplewebauthn-browser.js')} />}
        {scripts.map((name) => (
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
        </div>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}

const STYLES = ['tokens.css', 'brand.css', 'pages.css'];
const PASSKEY_SCRIPTS: ReadonlySet<string> = new Set(['account', 'login', 'register']);

function BrandName({ brand }: { brand: Brand }) {
  return (
    <p class="brand">
      {brand.logo === undefined ? <Mark /> : <img class="brand-logo" src={brand.logo} alt="" />}
      <span>{brand.name}</span>
    </p>
  );
}
