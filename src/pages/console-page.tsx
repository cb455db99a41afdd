import { renderToString } from 'preact-render-to-string';
import { assetUrl } from './layout/assets.js';
import { type ConsoleFiles, filesToPreload } from './layout/console-files.js';
import type { Frame } from './layout/frame.js';
import { BrandLogo } from './layout/marks.js';

const CONSOLE_FILES_PATH = '/console-files';

/**
 * The page in which the console runs. It contains nothing about the user: the console signs in first. Until then, the
 * page shows an empty frame, which the console fills. `data-server` is the base URL of the server, which the console
 * needs for its sign-in. The first script is `async`, so that the sign-in begins before the other files have been loaded.
 */
export function consolePage(frame: Frame, { entry }: ConsoleFiles, server: string, path: string): string {
  const { texts, brand, assets } = frame;
  const styles = [
    assetUrl(assets, 'tokens.css'),
    assetUrl(assets, 'brand.css'),
    `${CONSOLE_FILES_PATH}/${entry.style}`,
  ];
  const document = (
    <html lang={texts.lang} dir={texts.dir} data-server={server}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{brand.name}</title>
        <script async type="module" src={`${CONSOLE_FILES_PATH}/${entry.start}`} />
        <link rel="icon" type="image/svg+xml" href={assetUrl(assets, 'icon.svg')} />
        {styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {filesToPreload(entry, texts.lang, path).map((name) => (
          <link key={name} rel="modulepreload" href={`${CONSOLE_FILES_PATH}/${name}`} />
        ))}
        <script type="module" src={`${CONSOLE_FILES_PATH}/${entry.script}`} />
      </head>
      <body>
        <div id="console" data-name={brand.name} data-logo={brand.logo} data-logo-dark={brand.logoDark}>
          <div class="console">
            <header class="bar">
              <p class="brand">
                {brand.logo !== undefined && <BrandLogo brand={brand} />}
                <span>{brand.name}</span>
              </p>
            </header>
            <div class="menu" />
          </div>
        </div>
        <noscript>{texts.say('common.needsScript')}</noscript>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(document)}`;
}
