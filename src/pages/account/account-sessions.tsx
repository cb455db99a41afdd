import { ActionButton, ActionForm, Moment, Section, type SectionFrame } from './account-parts.js';

export interface AccountSession {
  readonly id: string;
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
  readonly address?: string | undefined;
  /** ISO 3166-1 alpha-2, of the address. */
  readonly country?: string | undefined;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  /** Whether it is the one that the page is shown in. */
  readonly current: boolean;
}

export function Sessions({ of, sessions }: { of: SectionFrame; sessions: readonly AccountSession[] }) {
  const { sessions: texts } = of.frame.texts.ownAccount;
  return (
    <Section of={of} id="sessions" heading={texts.heading} lead={texts.lead}>
      <ul class="rows">
        {sessions.map((session, position) => (
          <SessionRow key={session.id} of={of} session={session} position={position} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <ActionForm>
          <ActionButton action="end-other-sessions">{texts.endOthers}</ActionButton>
        </ActionForm>
      )}
    </Section>
  );
}

function regionName(lang: string, country: string): string {
  return new Intl.DisplayNames([lang], { type: 'region' }).of(country) ?? country;
}

interface SessionRowProps {
  readonly of: SectionFrame;
  readonly session: AccountSession;
  readonly position: number;
}

function SessionRow({ of, session, position }: SessionRowProps) {
  const { sessions: texts } = of.frame.texts.ownAccount;
  const { id, browser, system, address, country, createdAt, lastUsedAt, current } = session;
  const title = `session-${position}`;
  return (
    <li class="row">
      <div class="row-body">
        <p class="row-title" id={title}>
          {browser !== undefined && system !== undefined
            ? texts.device(browser, system)
            : (browser ?? system ?? texts.unknownDevice)}
        </p>
        <p class="row-detail">
          {current && <span class="tag tag-current">{texts.here}</span>}
          {country !== undefined && <span>{regionName(of.frame.texts.lang, country)}</span>}
          {address !== undefined && <span>{texts.address(address)}</span>}
          <Moment of={of} at={createdAt} say={texts.signedIn} />
          {!current && <Moment of={of} at={lastUsedAt} say={texts.lastUsed} />}
        </p>
      </div>
      {!current && (
        <ActionForm target={['session', id]}>
          <ActionButton action="end-session" about={title}>
            {texts.end}
          </ActionButton>
        </ActionForm>
      )}
    </li>
  );
}
