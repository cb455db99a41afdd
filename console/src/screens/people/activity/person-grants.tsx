import {
  EndGrant,
  type PersonGrantsQuery as GrantData,
  PersonGrants as PersonGrantsQuery,
} from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { Table } from '../../../parts/list/table.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';

type Grant = GrantData['grants']['edges'][number]['node'];

/** What applications may do for the person, also those that need no session. Nothing is shown if there is none. */
export function PersonGrants({ id }: { readonly id: string }) {
  const context = useConsole();
  const { texts } = context;
  const notice = useNotice();
  const query = useQuery(PersonGrantsQuery, { id, withClients: isAllowed(context, 'clients:read') });
  const grants = query.data?.grants.edges.map(({ node }) => node) ?? [];
  if (grants.length === 0) return null;
  const nameOfClient = ({ client, clientId }: Grant) => client?.name ?? clientId;
  const end = (grant: Grant) => (
    <TakeAway
      label={texts.say('people.end')}
      title={texts.say('people.endGrantTitle', { application: nameOfClient(grant) })}
      text={texts.say('people.endGrantText')}
      confirmLabel={texts.say('people.endGrant')}
      document={EndGrant}
      variables={{ id: grant.id }}
      effects={({ revokeGrant }) => revokeGrant.effects}
      onDone={() => {
        notice(texts.say('people.grantEnded', { application: nameOfClient(grant) }));
        query.reload();
      }}
    />
  );
  return (
    <Section title={texts.say('people.grants')} text={texts.say('people.grantsText')}>
      <Table
        rows={grants}
        rowKey={(grant) => grant.id}
        columns={[
          {
            name: texts.say('people.application'),
            isHeader: true,
            cell: (grant) => (
              <>
                {nameOfClient(grant)}
                <small>{grant.scopes.join(' ')}</small>
              </>
            ),
          },
          {
            name: texts.say('people.worksUntil'),
            cell: ({ sessionId }) => texts.say(sessionId === null ? 'people.withoutSession' : 'people.withSession'),
          },
          { name: texts.say('people.since'), cell: ({ createdAt }) => texts.moment(createdAt) },
          {
            name: texts.say('parts.lastUsed'),
            cell: ({ lastUsedAt }) => (lastUsedAt === null ? texts.say('people.never') : texts.moment(lastUsedAt)),
          },
          ...(isAllowed(context, 'tokens:write') ? [{ name: texts.say('parts.actions'), cell: end }] : []),
        ]}
      />
      {query.data?.grants.pageInfo.hasNextPage === true && <p class="hint">{texts.say('people.moreGrants')}</p>}
    </Section>
  );
}
