/*
 * This folder has what a person does: the sessions in which the person is signed in, and the events about the person.
 * Sessions of all people together have no screen.
 */

import type { PersonHeadQuery, PersonSessionsQuery as SessionsData } from '../../../generated/people.js';
import { EndAllSessions, EndSession, PersonSessions as PersonSessionsQuery } from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { useList } from '../../../parts/list/list-state.js';
import { Empty, PageButtons } from '../../../parts/list/list-tools.js';
import { Table } from '../../../parts/list/table.js';
import { Loaded } from '../../../parts/loaded.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { screenPath } from '../../../parts/screen-path.js';
import { nameOf } from '../../../records/name-of.js';

type Session = NonNullable<NonNullable<SessionsData['user']>['sessions']>['edges'][number]['node'];

/** The browsers in which the person is signed in. */
export function PersonSessions({ person }: { readonly person: NonNullable<PersonHeadQuery['user']> }) {
  const context = useConsole();
  const { texts } = context;
  const notice = useNotice();
  const list = useList();
  const { search: _, ...position } = list.variables;
  const withClients = isAllowed(context, 'clients:read');
  const query = useQuery(PersonSessionsQuery, { id: person.id, withClients, ...position });
  const mayEnd = isAllowed(context, 'sessions:write');
  const ended = (text: string) => {
    notice(text);
    query.reload();
  };
  const endAll = mayEnd && (
    <TakeAway
      label={texts.say('people.endAll')}
      title={texts.say('people.endAllTitle', { name: nameOf(person) })}
      text={texts.say('people.endSessionText')}
      confirmLabel={texts.say('people.endAllConfirm')}
      document={EndAllSessions}
      variables={{ userId: person.id }}
      effects={({ revokeUserSessions }) => revokeUserSessions.effects}
      onDone={() => ended(texts.say('people.sessionsEnded'))}
    />
  );
  return (
    <Loaded query={query}>
      {({ user }: SessionsData) => {
        const sessions = user?.sessions?.edges.map(({ node }) => node) ?? [];
        if (sessions.length === 0)
          return <Empty title={texts.say('people.noSessions')} text={texts.say('people.noSessionsText')} />;
        return (
          <Section title={texts.say('people.sessions')} text={texts.say('people.sessionsText')} actions={endAll}>
            <SessionTable sessions={sessions} mayEnd={mayEnd} onEnded={() => ended(texts.say('people.sessionEnded'))} />
            {user?.sessions != null && <PageButtons page={user.sessions.pageInfo} list={list} />}
          </Section>
        );
      }}
    </Loaded>
  );
}

interface SessionTableProps {
  readonly sessions: readonly Session[];
  readonly mayEnd: boolean;
  readonly onEnded: () => void;
}

function SessionTable({ sessions, mayEnd, onEnded }: SessionTableProps) {
  const { texts } = useConsole();
  const countries = new Intl.DisplayNames([texts.lang], { type: 'region' });
  const deviceOf = ({ device, userAgent }: Session) => device?.name ?? userAgent ?? texts.say('people.unknownDevice');
  return (
    <Table
      rows={sessions}
      rowKey={({ id }) => id}
      columns={[
        {
          name: texts.say('people.device'),
          isHeader: true,
          cell: (session) => (
            <>
              {deviceOf(session)}
              <small>{texts.say('people.signedInAt', { moment: texts.moment(session.createdAt) })}</small>
            </>
          ),
        },
        {
          name: texts.say('people.place'),
          cell: ({ ipAddress, country }) => (
            <>
              {country !== null && countries.of(country)}
              {ipAddress !== null && <small>{ipAddress}</small>}
            </>
          ),
        },
        {
          name: texts.say('shell.applications'),
          cell: ({ clients, clientIds }) =>
            clients === undefined || clients === null
              ? clientIds.join(', ')
              : clients.map(({ id, name }) => (
                  <a key={id} class="in-line" href={screenPath('applications', id)}>
                    {name}
                  </a>
                )),
        },
        {
          name: texts.say('parts.lastUsed'),
          cell: ({ lastUsedAt, expiresAt }) => (
            <>
              {texts.moment(lastUsedAt)}
              <small>{texts.say('people.endsAt', { moment: texts.moment(expiresAt) })}</small>
            </>
          ),
        },
        ...(mayEnd
          ? [
              {
                name: texts.say('parts.actions'),
                cell: (session: Session) => (
                  <TakeAway
                    label={texts.say('people.end')}
                    title={texts.say('people.endTitle', { device: deviceOf(session) })}
                    text={texts.say('people.endSessionText')}
                    confirmLabel={texts.say('people.endConfirm')}
                    document={EndSession}
                    variables={{ id: session.id }}
                    effects={({ revokeSession }) => revokeSession.effects}
                    onDone={onEnded}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
