import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';
import type { ErrorKind } from './texts/texts.js';

export interface ErrorPageProps {
  readonly status: number;
  /** A registered error code, or one of ours. */
  readonly code: string;
  /** For whoever made the application; in English, as specifications want it. */
  readonly message: string;
  readonly requestId: string;
  /** Somebody was on their way out. */
  readonly signingOut?: boolean;
}

/** Says first what to do about it, then what an application's maker needs to know. */
export function errorPage(frame: Frame, props: ErrorPageProps): string {
  const { error: texts } = frame.texts;
  const kind = errorKind(props);
  return renderPage(
    frame,
    { title: texts.headings[kind] },
    <section class="card">
      <h1>{texts.headings[kind]}</h1>
      <p class="lead">{texts.whatToDo[kind]}</p>
      {kind !== 'notFound' && <Facts texts={texts} props={props} isExplained={EXPLAINED.has(kind)} />}
      {LEADS_HOME.has(kind) && (
        <p class="otherwise">
          <a href="/account">{texts.home}</a>
        </p>
      )}
    </section>,
  );
}

interface FactsProps {
  readonly texts: Frame['texts']['error'];
  readonly props: ErrorPageProps;
  readonly isExplained: boolean;
}

/** What whoever made the application, or runs the server, needs to know. */
function Facts({ texts, props: { code, message, requestId }, isExplained }: FactsProps) {
  return (
    <dl class="facts">
      <dt>{texts.code}</dt>
      <dd>
        <code>{code}</code>
      </dd>
      {isExplained || (
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
  );
}

/** Kinds of which all is said already. */
const EXPLAINED: ReadonlySet<ErrorKind> = new Set(['expired', 'link', 'tooMany', 'forbidden', 'ours']);

/** Kinds after which one's own account is a place to go on. */
const LEADS_HOME: ReadonlySet<ErrorKind> = new Set(['notFound', 'forbidden', 'logout']);

function errorKind({ status, code, signingOut = false }: ErrorPageProps): ErrorKind {
  const byCode = KINDS[code];
  if (byCode !== undefined) return byCode;
  if (status >= 500) return 'ours';
  return signingOut ? 'logout' : 'application';
}

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
