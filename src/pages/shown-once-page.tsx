import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';
import type { TextKey } from './texts/texts.js';

/** The page with new recovery codes. The server stores only their hashes and cannot show the codes again. */
export function recoveryCodesPage(frame: Frame, codes: readonly string[]): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('recovery.createdTitle'), scripts: ['keep'] },
    <section class="card">
      <h1>{say('recovery.createdTitle')}</h1>
      <p class="lead">{say('recovery.createdLead')}</p>
      <ol id="kept" class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p class="lead">{say('recovery.createdUse')}</p>
      <CopyAndPrint frame={frame} saved="recovery.saved" />
    </section>,
  );
}

/** The page with a new API key. The server stores only its hash and cannot show the key again. */
export function apiKeyPage(frame: Frame, { name, key }: { readonly name: string; readonly key: string }): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('apiKeys.createdTitle'), scripts: ['keep'] },
    <section class="card">
      <h1>{say('apiKeys.createdTitle')}</h1>
      <p class="lead">{say('apiKeys.createdLead', { name })}</p>
      <p id="kept" class="codes">
        <code>{key}</code>
      </p>
      <CopyAndPrint frame={frame} saved="apiKeys.saved" />
    </section>,
  );
}

/** Buttons to copy or print a secret. They need JavaScript, so they are hidden until the script shows them. */
function CopyAndPrint({ frame, saved }: { frame: Frame; saved: TextKey }) {
  const { say } = frame.texts;
  return (
    <div class="stack">
      <button type="button" id="copy" class="button" data-copied={say('shownOnce.copied')} hidden>
        {say('shownOnce.copy')}
      </button>
      <button type="button" id="print" class="button button-quiet" hidden>
        {say('shownOnce.print')}
      </button>
      <p class="status" id="status" role="status" aria-live="polite" />
      <p class="otherwise">
        <a href="/account">{say(saved)}</a>
      </p>
    </div>
  );
}
