import { countryName } from '../formatters.js';
import { ActionButton, ActionForm, Moment, Section, type SectionFrame } from './account-parts.js';

export interface AccountSession {
  readonly id: string;
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
  readonly address?: string | undefined;
  /** The country of the session's IP address, as ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  /** Whether this is the session of the browser that shows the page. */
  readonly current: boolean;
}

export function Sessions({ of, sessions }: { of: SectionFrame; sessions: readonly AccountSession[] }) {
  return (
    <Section of={of} id="sessions" heading="sessions.heading" lead="sessions.lead">
      <ul class="rows">
        {sessions.map((session, position) => (
          <SessionRow key={session.id} of={of} session={session} position={position} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <ActionForm>
          <ActionButton action="end-other-sessions">{of.frame.texts.say('sessions.endOthers')}</ActionButton>
        </ActionForm>
      )}
    </Section>
  );
}

interface SessionRowProps {
  readonly of: SectionFrame;
  readonly session: AccountSession;
  readonly position: number;
}

function SessionRow({ of, session, position }: SessionRowProps) {
  const { lang, say } = of.frame.texts;
  const { id, address, country, createdAt, lastUsedAt, current } = session;
  const title = `session-${position}`;
  return (
    <li class="row">
      <div class="row-body">
        <p class="row-title" id={title}>
          {deviceName(of, session)}
        </p>
        <p class="row-detail">
          {current && <span class="tag tag-current">{say('sessions.current')}</span>}
          {country !== undefined && <span>{countryName(lang, country)}</span>}
          {address !== undefined && <span>{say('sessions.address', { address })}</span>}
          <Moment of={of} at={createdAt} text="sessions.signedIn" />
          {!current && <Moment of={of} at={lastUsedAt} text="sessions.lastUsed" />}
        </p>
      </div>
      {!current && (
        <ActionForm target={['session', id]}>
          <ActionButton action="end-session" about={title}>
            {say('sessions.end')}
          </ActionButton>
        </ActionForm>
      )}
    </li>
  );
}

function deviceName({ frame: { texts } }: SectionFrame, { browser, system }: AccountSession): string {
  return browser !== undefined && system !== undefined
    ? texts.say('sessions.device', { browser, system })
    : (browser ?? system ?? texts.say('sessions.unknownDevice'));
}
