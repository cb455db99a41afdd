import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';

/** Ten codes, shown this once. */
export function recoveryCodesPage(frame: Frame, codes: readonly string[]): string {
  const { recovery: texts } = frame.texts.ownAccount;
  return renderPage(
    frame,
    { title: texts.madeTitle, scripts: ['keep'] },
    <section class="card">
      <h1>{texts.madeTitle}</h1>
      <p class="lead">{texts.madeLead}</p>
      <ol id="kept" class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p class="lead">{texts.madeUse}</p>
      <Keep frame={frame} />
    </section>,
  );
}

/** The text of an API key, likewise. */
export function apiKeyPage(frame: Frame, { name, key }: { readonly name: string; readonly key: string }): string {
  const { apiKeys: texts } = frame.texts.ownAccount;
  return renderPage(
    frame,
    { title: texts.madeTitle, scripts: ['keep'] },
    <section class="card">
      <h1>{texts.madeTitle}</h1>
      <p class="lead">{texts.madeLead(name)}</p>
      <p id="kept" class="codes">
        <code>{key}</code>
      </p>
      <Keep frame={frame} />
    </section>,
  );
}

/** Copying and printing take a script, which shows the buttons. */
function Keep({ frame }: { frame: Frame }) {
  const { recovery: texts } = frame.texts.ownAccount;
  return (
    <div class="stack">
      <button type="button" id="copy" class="button" data-copied={texts.copied} hidden>
        {texts.copy}
      </button>
      <button type="button" id="print" class="button button-quiet" hidden>
        {texts.print}
      </button>
      <p class="status" id="status" role="status" aria-live="polite" />
      <p class="otherwise">
        <a href="/account">{texts.kept}</a>
      </p>
    </div>
  );
}
