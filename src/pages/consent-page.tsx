import type { Frame } from './layout/frame.js';
import { Tile } from './layout/marks.js';
import { renderPage } from './layout/page.js';
import type { Application } from './layout/parts.js';

export interface ConsentPageProps extends Documents {
  readonly application: Application;
  readonly username: string;
  readonly interactionId: string;
  /** Names this question and whom it is put to. */
  readonly shown: string;
  readonly scopes: readonly AskedScope[];
  /** Names of claims that are asked for beside those of the scopes. */
  readonly claims: readonly string[];
}

/** What the application says of itself: absolute URLs. */
interface Documents {
  readonly website: string | undefined;
  readonly policy: string | undefined;
  readonly terms: string | undefined;
}

export interface AskedScope {
  readonly id: string;
  /** As administrators worded it. */
  readonly description: string | undefined;
}

/** Asks whoever is signed in whether the application may have what it asks for (OpenID Connect Core §3.1.2.4). */
export function consentPage(frame: Frame, props: ConsentPageProps): string {
  const { consent: texts } = frame.texts;
  const { application, username, interactionId, shown, scopes, claims } = props;
  const items = [...scopes.map((scope) => inWords(texts, scope)), ...claims.map(texts.claim)];
  return renderPage(
    frame,
    { title: texts.title },
    <section class="card card-joined">
      <Tile application={application} />
      <h1>{texts.heading(application.name)}</h1>
      <p class="lead">{texts.signedInAs(username)}</p>
      {items.length > 0 && (
        <>
          <p class="lead">{texts.lead(application.name)}</p>
          <ul class="ticks">
            {items.map((item, position) => (
              <li key={position}>{item}</li>
            ))}
          </ul>
        </>
      )}
      <form method="post" action="/consent" class="stack">
        <input type="hidden" name="interaction" value={interactionId} />
        <input type="hidden" name="shown" value={shown} />
        <button type="submit" name="action" value="allow" class="button">
          {texts.allow}
        </button>
        <button type="submit" name="action" value="deny" class="button button-quiet">
          {texts.deny}
        </button>
        <button type="submit" name="action" value="other-account" class="button button-quiet">
          {texts.otherAccount}
        </button>
      </form>
      <Links texts={texts} documents={props} />
    </section>,
  );
}

type ConsentTexts = Frame['texts']['consent'];

/** Standard scopes in the page's language; others as administrators describe them. */
export function inWords({ scopes }: ConsentTexts, { id, description }: AskedScope): string {
  return Object.hasOwn(scopes, id) ? scopes[id as keyof typeof scopes] : (description ?? id);
}

function Links({ texts, documents }: { texts: ConsentTexts; documents: Documents }) {
  const links = (['website', 'policy', 'terms'] as const).flatMap((name) => {
    const url = documents[name];
    return url === undefined ? [] : [{ name, url }];
  });
  if (links.length === 0) return null;
  return (
    <p class="otherwise">
      {links.map(({ name, url }, position) => (
        <span key={name}>
          {position > 0 && ' · '}
          <a href={url} target="_blank" rel="noopener noreferrer">
            {texts[name]}
          </a>
        </span>
      ))}
    </p>
  );
}
