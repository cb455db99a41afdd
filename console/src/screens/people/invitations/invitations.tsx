/*
 * This folder has the invitations: links with which people create accounts of their own. It lists them, makes new ones,
 * and revokes them.
 */

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { Invitations, type InvitationsQuery, RevokeInvitation } from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { useList } from '../../../parts/list/list-state.js';
import { Empty, PageButtons } from '../../../parts/list/list-tools.js';
import { Table } from '../../../parts/list/table.js';
import { Loaded } from '../../../parts/loaded.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Badge, ScreenTitle } from '../../../parts/page.js';
import { useQuery, useReloadOnReturn } from '../../../parts/query.js';
import { screenPath } from '../../../parts/screen-path.js';
import { nameOf } from '../../../records/name-of.js';
import { InvitePeople } from './invite-people.js';

type Invitation = InvitationsQuery['invitations']['edges'][number]['node'];

export function InvitationsScreen() {
  const context = useConsole();
  const { texts } = context;
  const mayWrite = isAllowed(context, 'users:write');
  const list = useList();
  const { search: _, ...position } = list.variables;
  const query = useQuery(Invitations, position);
  useReloadOnReturn(query);
  // The link "?new" opens the dialog.
  const { path, query: parameters, route } = useLocation();
  const [isInviting, setInviting] = useState(mayWrite && parameters.new !== undefined);
  const invite = mayWrite && (
    <button type="button" class="main" onClick={() => setInviting(true)}>
      {texts.say('people.invite')}
    </button>
  );
  return (
    <>
      <ScreenTitle
        title={texts.say('shell.invitations')}
        back={{ href: '/console/people', label: texts.say('shell.people') }}
        subtitle={texts.say('people.invitationsText')}
        actions={invite}
      />
      <Loaded query={query}>
        {({ invitations }: InvitationsQuery) => (
          <>
            {invitations.edges.length === 0 ? (
              <Empty title={texts.say('people.noInvitations')} text={texts.say('people.noInvitationsText')} />
            ) : (
              <InvitationTable
                invitations={invitations.edges.map(({ node }) => node)}
                mayRevoke={mayWrite}
                onRevoked={query.reload}
              />
            )}
            <PageButtons page={invitations.pageInfo} list={list} />
          </>
        )}
      </Loaded>
      {isInviting && (
        <InvitePeople
          sendsMails={query.data?.sendsMails === true}
          onClose={() => {
            setInviting(false);
            route(path, true);
            query.reload();
          }}
        />
      )}
    </>
  );
}

interface InvitationTableProps {
  readonly invitations: readonly Invitation[];
  readonly mayRevoke: boolean;
  readonly onRevoked: () => void;
}

function InvitationTable({ invitations, mayRevoke, onRevoked }: InvitationTableProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  return (
    <Table
      rows={invitations}
      rowKey={({ id }) => id}
      columns={[
        {
          name: texts.say('people.invitation'),
          isHeader: true,
          cell: (invitation) => (
            <>
              {invitation.name ?? texts.say('people.unnamedInvitation')}
              <Conditions invitation={invitation} />
            </>
          ),
        },
        {
          name: texts.say('parts.status'),
          cell: ({ state }) => (
            <Badge tone={state === 'OPEN' ? 'good' : 'plain'}>{texts.say(`people.invitation.${state}`)}</Badge>
          ),
        },
        {
          name: texts.say('people.uses'),
          cell: ({ uses, maxUses }) => texts.say('people.usesOf', { uses, maxUses }),
        },
        {
          name: texts.say('shell.groups'),
          cell: ({ groups }) => groups?.map(({ name }) => name).join(', '),
        },
        { name: texts.say('people.expires'), cell: ({ expiresAt }) => texts.moment(expiresAt) },
        {
          name: texts.say('people.maker'),
          cell: ({ maker: { kind, user } }) =>
            user === null ? (
              texts.say(`people.maker.${kind}`)
            ) : (
              <a href={screenPath('people', user.id)}>{nameOf(user)}</a>
            ),
        },
        ...(mayRevoke
          ? [
              {
                name: texts.say('parts.actions'),
                cell: (invitation: Invitation) =>
                  hasEffect(invitation) && (
                    <TakeAway
                      label={texts.say('people.revoke')}
                      title={
                        invitation.name === null
                          ? texts.say('people.revokeUnnamed')
                          : texts.say('people.revokeTitle', { name: invitation.name })
                      }
                      text={texts.say('people.revokeText')}
                      confirmLabel={texts.say('people.revokeConfirm')}
                      document={RevokeInvitation}
                      variables={{ id: invitation.id }}
                      effects={({ revokeInvitation }) => revokeInvitation.effects}
                      onDone={() => {
                        notice(texts.say('people.revoked'));
                        onRevoked();
                      }}
                    />
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

/** Whether people can still use the invitation, or wait for its groups. */
function hasEffect({ state, requiresApproval, emailDomain }: Invitation): boolean {
  return state === 'OPEN' || requiresApproval || emailDomain !== null;
}

/** For whom the invitation is, and whether an administrator approves them. */
function Conditions({ invitation: { emailDomain, requiresApproval } }: { readonly invitation: Invitation }) {
  const { texts } = useConsole();
  return (
    <>
      {emailDomain !== null && <small>{texts.say('people.onlyDomain', { domain: emailDomain })}</small>}
      {requiresApproval && <small>{texts.say('people.needsApproval')}</small>}
    </>
  );
}
