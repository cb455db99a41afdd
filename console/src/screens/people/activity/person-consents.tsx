import {
  type PersonConsentsQuery as ConsentData,
  PersonConsents as PersonConsentsQuery,
  RevokeConsent,
} from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { Table } from '../../../parts/list/table.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';

type Consents = NonNullable<NonNullable<ConsentData['user']>['consents']>;
type Consent = Consents['edges'][number]['node'];

/** What the person allowed applications to do when they asked. Nothing is shown if no application asked. */
export function PersonConsents({ id }: { readonly id: string }) {
  const context = useConsole();
  const { texts } = context;
  const notice = useNotice();
  const query = useQuery(PersonConsentsQuery, { id, withClients: isAllowed(context, 'clients:read') });
  const page = query.data?.user?.consents;
  if (page == null || page.edges.length === 0) return null;
  const nameOfClient = ({ client, clientId }: Consent) => client?.name ?? clientId;
  const revoke = (consent: Consent) => (
    <TakeAway
      label={texts.say('people.revoke')}
      title={texts.say('people.revokeConsentTitle', { application: nameOfClient(consent) })}
      text={texts.say('people.revokeConsentText')}
      confirmLabel={texts.say('people.revokeConsent')}
      document={RevokeConsent}
      variables={{ userId: id, clientId: consent.clientId }}
      effects={({ revokeConsent }) => revokeConsent.effects}
      onDone={() => {
        notice(texts.say('people.consentRevoked', { application: nameOfClient(consent) }));
        query.reload();
      }}
    />
  );
  return (
    <Section title={texts.say('people.consents')} text={texts.say('people.consentsText')}>
      <Table
        rows={page.edges.map(({ node }) => node)}
        rowKey={({ clientId }) => clientId}
        columns={[
          {
            name: texts.say('people.application'),
            isHeader: true,
            cell: (consent) => (
              <>
                {nameOfClient(consent)}
                <small>{consent.scopes.join(' ')}</small>
              </>
            ),
          },
          { name: texts.say('people.since'), cell: ({ createdAt }) => texts.moment(createdAt) },
          {
            name: texts.say('parts.lastUsed'),
            cell: ({ lastUsedAt }) => (lastUsedAt === null ? texts.say('people.never') : texts.moment(lastUsedAt)),
          },
          ...(isAllowed(context, 'users:write') ? [{ name: texts.say('parts.actions'), cell: revoke }] : []),
        ]}
      />
      {page.pageInfo.hasNextPage && <p class="hint">{texts.say('people.moreGrants')}</p>}
    </Section>
  );
}
