import type { ComponentChildren } from 'preact';
import type { Frame } from './layout/frame.js';
import { LocalTime } from './layout/local-time.js';
import { renderPage } from './layout/page.js';
import { CopyButton } from './layout/parts.js';

/**
 * A new secret that a page shows. The server stores its hash permanently, and the secret itself only for a few minutes,
 * in encrypted form.
 */
export type ShownSecret =
  | {
      readonly kind: 'recoveryCodes';
      readonly codes: readonly string[];
      readonly username: string;
      /** When the secret was created, in milliseconds since 1970. */
      readonly createdAt: number;
    }
  | { readonly kind: 'apiKey'; readonly name: string; readonly key: string };

/**
 * The page that shows a new secret. The page can be opened for five minutes, or until the user confirms that the secret
 * is saved.
 */
export function shownOncePage(frame: Frame, { id, secret, recoverUrl }: ShownOncePageProps): string {
  return secret.kind === 'apiKey'
    ? apiKeyPage(frame, id, secret)
    : recoveryCodesPage(frame, { id, secret, recoverUrl });
}

interface ShownOncePageProps<Secret = ShownSecret> {
  readonly id: string;
  readonly secret: Secret;
  /** The address of the page on which a user enters a recovery code. It is printed with the codes. */
  readonly recoverUrl: string;
}

type Shown<Kind extends ShownSecret['kind']> = Extract<ShownSecret, { kind: Kind }>;

function recoveryCodesPage(
  frame: Frame,
  { id, secret: { codes, username, createdAt }, recoverUrl }: ShownOncePageProps<Shown<'recoveryCodes'>>,
): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('recovery.createdTitle'), scripts: ['keep'] },
    <section class="card">
      <h1>{say('recovery.createdTitle')}</h1>
      <p class="lead not-printed">{say('recovery.createdLead')}</p>
      <ol id="kept" class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code class="whole">{code}</code>
          </li>
        ))}
      </ol>
      {/* Users print the recovery codes, so the page says for which server and account the codes are. */}
      <p class="hint">
        {frame.brand.name} · {username} · <LocalTime texts={frame.texts} at={new Date(createdAt)} style="day" />
      </p>
      <p class="only-printed">{recoverUrl}</p>
      <p class="lead">{say('recovery.createdUse')}</p>
      <CopyAndPrint frame={frame}>
        <Saved id={id}>{say('recovery.saved')}</Saved>
      </CopyAndPrint>
    </section>,
  );
}

function apiKeyPage(frame: Frame, id: string, { name, key }: Shown<'apiKey'>): string {
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
      <CopyAndPrint frame={frame}>
        <Saved id={id}>{say('apiKeys.saved')}</Saved>
      </CopyAndPrint>
    </section>,
  );
}

/**
 * Buttons to copy or print a secret. They are hidden until the page's script shows them, because they need JavaScript.
 */
function CopyAndPrint({ frame, children }: { frame: Frame; children: ComponentChildren }) {
  const { say } = frame.texts;
  return (
    <div class="stack">
      <CopyButton frame={frame} />
      <button type="button" id="print" class="button button-quiet" hidden>
        {say('shownOnce.print')}
      </button>
      <p class="status" id="status" role="status" aria-live="polite" />
      {children}
    </div>
  );
}

function Saved({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <form method="post" action={`/account/shown/${id}`} class="stack">
      <button type="submit" class="button button-quiet">
        {children}
      </button>
    </form>
  );
}
