import { ApprovePerson, PeopleWhoWait as PeopleWhoWaitQuery, RefusePerson } from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Table } from '../../../parts/list/table.js';
import { useMutation } from '../../../parts/mutation.js';
import { useNotice } from '../../../parts/notice.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { TakeAway } from '../../../parts/take-away.js';
import { nameOf, PersonLink } from '../people-parts.js';

/** The people who were invited and wait until an administrator decides. Nothing is shown if there are none. */
export function PeopleWhoWait({ onDecided }: { readonly onDecided: () => void }) {
  const context = useConsole();
  const { texts } = context;
  const query = useQuery(PeopleWhoWaitQuery, {});
  const approval = useMutation(ApprovePerson);
  const notice = useNotice();
  const waiting = query.data?.usersToApprove.edges.map(({ node }) => node) ?? [];
  if (waiting.length === 0) return null;

  function decided(text: string): void {
    notice(text);
    query.reload();
    onDecided();
  }
  async function approve({ id, ...person }: (typeof waiting)[number]): Promise<void> {
    if ((await approval.run({ id })) !== undefined) decided(texts.say('people.approved', { name: nameOf(person) }));
  }
  return (
    <Section title={texts.say('people.waiting')} text={texts.say('people.waitingText')}>
      {approval.error !== undefined && (
        <p class="problem" role="alert">
          {approval.error.message}
        </p>
      )}
      <Table
        rows={waiting}
        rowKey={({ id }) => id}
        columns={[
          { name: texts.say('people.name'), isHeader: true, cell: (person) => <PersonLink person={person} /> },
          { name: texts.say('people.email'), cell: ({ email }) => email },
          {
            name: texts.say('people.groups'),
            cell: ({ invitation }) => invitation?.groups?.map(({ name }) => name).join(', '),
          },
          { name: texts.say('people.registered'), cell: ({ createdAt }) => texts.moment(createdAt) },
          ...(isAllowed(context, 'users:write')
            ? [
                {
                  name: texts.say('people.decision'),
                  cell: (person: (typeof waiting)[number]) => (
                    <span class="actions">
                      <button
                        type="button"
                        class="small"
                        disabled={approval.isRunning}
                        onClick={() => void approve(person)}
                      >
                        {texts.say('people.approve')}
                      </button>
                      <TakeAway
                        label={texts.say('people.refuse')}
                        title={texts.say('people.refuseTitle', { name: nameOf(person) })}
                        text={texts.say('people.refuseText')}
                        confirmLabel={texts.say('people.refuseConfirm')}
                        document={RefusePerson}
                        variables={{ id: person.id }}
                        effects={({ rejectUser }) => rejectUser.effects}
                        onDone={() => decided(texts.say('people.refused', { name: nameOf(person) }))}
                      />
                    </span>
                  ),
                },
              ]
            : []),
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
