import { countryName, deviceName } from '../formatters.js';
import type { ListPlace } from './account-outcome.js';
import { ActionButton, ActionForm, Moment, Pages, Section, type SectionFrame } from './account-parts.js';

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

interface SessionsProps {
  readonly of: SectionFrame;
  readonly sessions: readonly AccountSession[];
  readonly place: ListPlace;
}

export function Sessions({ of, sessions, place }: SessionsProps) {
  return (
    <Section of={of} id="sessions" heading="sessions.heading" lead="sessions.lead">
      <ul class="rows">
        {sessions.map((session, position) => (
          <SessionRow key={session.id} of={of} session={session} position={position} />
        ))}
      </ul>
      <Pages of={of} list="sessions" place={place} />
      <div class="buttons">
        {(sessions.length > 1 || place.isLater || place.next !== undefined) && (
          <ActionForm>
            <ActionButton action="end-other-sessions">{of.frame.texts.say('sessions.endOthers')}</ActionButton>
          </ActionForm>
        )}
        <ActionForm>
          <ActionButton action="end-all-sessions">{of.frame.texts.say('sessions.endAll')}</ActionButton>
        </ActionForm>
      </div>
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
          {deviceName(of.frame.texts, session) ?? say('sessions.unknownDevice')}
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
