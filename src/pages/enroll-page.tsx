import type { Frame } from './layout/frame.js';
import { KeyGlyph } from './layout/marks.js';
import { renderPage } from './layout/page.js';
import { Field, NeedsScript, Status } from './layout/parts.js';

export interface EnrollPageProps {
  /** Of the link. */
  readonly code: string;
  /** For whom the passkey is; absent for the first owner, who chooses a username. */
  readonly forWhom?: string | undefined;
}

export function enrollPage(frame: Frame, { code, forWhom }: EnrollPageProps): string {
  const { enroll: texts, register, problems } = frame.texts;
  return renderPage(
    frame,
    { title: texts.title, scripts: ['register'] },
    <section class="card">
      <h1>{texts.heading}</h1>
      {forWhom === undefined ? (
        <p class="lead">{texts.firstOwnerLead}</p>
      ) : (
        <>
          <p class="notice">{texts.forWhom(forWhom)}</p>
          <p class="lead">{texts.lead}</p>
        </>
      )}
      <NeedsScript frame={frame} />
      <form id="ceremony" class="stack" data-enrolment={code} data-messages={JSON.stringify(problems)}>
        {forWhom === undefined && (
          <>
            <Field
              id="username"
              label={register.username}
              hint={register.usernameHint}
              value="owner"
              autocomplete="username"
              required
              maxLength={64}
              kind="identifier"
            />
            <Field id="name" label={register.name} remark={register.optional} autocomplete="name" maxLength={128} />
          </>
        )}
        <Status />
        <button type="submit" class="button" disabled>
          <KeyGlyph />
          {texts.button}
        </button>
      </form>
    </section>,
  );
}
