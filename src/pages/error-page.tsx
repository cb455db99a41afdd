import type { Frame } from './frame.js';
import { renderPage } from './page.js';
import type { ErrorKind } from './texts.js';

export interface ErrorPageProps {
  readonly status: number;
  /** A registered error code, or one of ours. */
  readonly code: string;
  /** For whoever made the application; in English, as specifications want it. */
  readonly message: string;
  readonly requestId: string;
}

/** Says first what to do about it, then what an application's maker needs to know. */
export const errorPage = (frame: Frame, { status, code, message, requestId }: ErrorPageProps): string => {
  const { error: texts } = frame.texts;
  const kind = errorKind(status, code);
  return renderPage(
    frame,
    { title: texts.title },
    <section class="card">
      <h1>{texts.headings[kind]}</h1>
      <p class="lead">{texts.whatToDo[kind]}</p>
      <dl class="facts">
        <dt>{texts.code}</dt>
        <dd>
          <code>{code}</code>
        </dd>
        {EXPLAINED.has(kind) || (
          <>
            <dt>{texts.detail}</dt>
            <dd>{message}</dd>
          </>
        )}
        <dt>{texts.reference}</dt>
        <dd>
          <code>{requestId}</code>
        </dd>
      </dl>
      {(kind === 'notFound' || kind === 'forbidden') && (
        <p class="otherwise">
          <a href="/account">{texts.home}</a>
        </p>
      )}
    </section>,
  );
};

/** Kinds of which all is said already. */
const EXPLAINED: ReadonlySet<ErrorKind> = new Set(['expired', 'link', 'notFound', 'tooMany', 'forbidden', 'ours']);

const errorKind = (status: number, code: string): ErrorKind => {
  const byCode = KINDS[code];
  if (byCode !== undefined) return byCode;
  if (status >= 500) return 'ours';
  return 'application';
};

const KINDS: Readonly<Record<string, ErrorKind>> = {
  interaction_expired: 'expired',
  enrolment_invalid: 'link',
  not_found: 'notFound',
  forbidden: 'forbidden',
  rate_limited: 'tooMany',
  method_not_allowed: 'other',
  content_too_large: 'other',
  registration_disabled: 'other',
  authentication_required: 'other',
};
