import type { PeopleQuery } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { Table } from '../../../parts/list/table.js';
import { Badge } from '../../../parts/page.js';
import { PersonLink, StatusBadge } from '../../../records/person.js';

type PersonInList = PeopleQuery['users']['edges'][number]['node'];

export function PeopleTable({ people }: { readonly people: readonly PersonInList[] }) {
  const { texts } = useConsole();
  return (
    <Table
      rows={people}
      rowKey={({ id }) => id}
      columns={[
        { name: texts.say('people.name'), isHeader: true, cell: (person) => <PersonLink person={person} /> },
        {
          name: texts.say('people.email'),
          cell: ({ email, emailVerified }) =>
            email !== null && (
              <>
                {email} {!emailVerified && <small>{texts.say('people.notVerified')}</small>}
              </>
            ),
        },
        {
          name: texts.say('parts.status'),
          cell: ({ status, adminRole }) => (
            <span class="badges">
              <StatusBadge status={status} />
              {adminRole !== null && <Badge>{texts.say(`role.${adminRole}`)}</Badge>}
            </span>
          ),
        },
        {
          name: texts.say('people.lastSignIn'),
          cell: ({ lastSignInAt }) => (lastSignInAt === null ? texts.say('people.never') : texts.moment(lastSignInAt)),
        },
      ]}
    />
  );
}
