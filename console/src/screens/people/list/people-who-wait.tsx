import {
  PeopleWhoWait as PeopleWhoWaitQuery,
  type PeopleWhoWaitQuery as WaitingData,
} from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Table } from '../../../parts/list/table.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { PersonLink } from '../../../records/person.js';
import { Decision } from '../decision.js';

type Waiting = WaitingData['usersToApprove']['edges'][number]['node'];

/** The people who were invited and wait until an administrator decides. Nothing is shown if there are none. */
export function PeopleWhoWait({ onDecided }: { readonly onDecided: () => void }) {
  const context = useConsole();
  const { texts } = context;
  const query = useQuery(PeopleWhoWaitQuery, {});
  const waiting = query.data?.usersToApprove.edges.map(({ node }) => node) ?? [];
  if (waiting.length === 0) return null;
  const decided = () => {
    query.reload();
    onDecided();
  };
  const decision = (person: Waiting) => <Decision person={person} onApproved={decided} onRefused={decided} />;
  return (
    <Section title={texts.say('people.waiting')} text={texts.say('people.waitingText')}>
      <Table
        rows={waiting}
        rowKey={({ id }) => id}
        columns={[
          { name: texts.say('people.name'), isHeader: true, cell: (person) => <PersonLink person={person} /> },
          { name: texts.say('people.email'), cell: ({ email }) => email },
          {
            name: texts.say('shell.groups'),
            cell: ({ invitation }) => invitation?.groups?.map(({ name }) => name).join(', '),
          },
          { name: texts.say('people.registered'), cell: ({ createdAt }) => texts.moment(createdAt) },
          ...(isAllowed(context, 'users:write') ? [{ name: texts.say('people.decision'), cell: decision }] : []),
        ]}
      />
      {query.data?.usersToApprove.pageInfo.hasNextPage === true && (
        <p class="hint">
          <a href="/console/people?status=AWAITS_APPROVAL">{texts.say('people.allWaiting')}</a>
        </p>
      )}
    </Section>
  );
}
