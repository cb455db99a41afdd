import type { Frame } from './frame.js';
import { Joined } from './marks.js';
import { renderPage } from './page.js';
import type { Application } from './parts.js';

export interface ConsentPageProps {
  readonly application: Application & {
    readonly policyUrl?: string | undefined;
    readonly termsUrl?: string | undefined;
  };
  readonly username: string;
  readonly interactionId: string;
  /** What is asked for, in words, without what was allowed before. */
  readonly items: readonly string[];
}

export const consentPage = (frame: Frame, props: ConsentPageProps): string => {
  const { consent: texts } = frame.texts;
  const { application, username, interactionId, items } = props;
  return renderPage(
    frame,
    { title: texts.title },
    <section class="card">
      <Joined name={application.name} />
      <h1>{texts.heading(application.name)}</h1>
      <p class="lead">{texts.lead(username, application.name)}</p>
      <ul class="ticks">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <form method="post" action="/consent" class="stack">
        <input type="hidden" name="interaction" value={interactionId} />
        <button type="submit" name="action" value="allow" class="button">
          {texts.allow}
        </button>
        <button type="submit" name="action" value="deny" class="button button-quiet">
          {texts.deny}
        </button>
      </form>
      <Documents texts={texts} application={application} />
    </section>,
  );
};

const Documents = ({
  texts,
  application,
}: { texts: Frame['texts']['consent'] } & Pick<ConsentPageProps, 'application'>) => {
  const { policyUrl, termsUrl } = application;
  if (policyUrl === undefined && termsUrl === undefined) return null;
  return (
    <p class="otherwise">
      {policyUrl !== undefined && <a href={policyUrl}>{texts.policy}</a>}
      {policyUrl !== undefined && termsUrl !== undefined && ' · '}
      {termsUrl !== undefined && <a href={termsUrl}>{texts.terms}</a>}
    </p>
  );
};
