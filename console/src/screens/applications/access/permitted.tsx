import type { ApplicationAccessQuery } from '../../../generated/applications.js';
import { GrantAccess, RevokeAccess } from '../../../generated/records.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import type { ListState } from '../../../parts/list/list-state.js';
import { PageButtons } from '../../../parts/list/list-tools.js';
import { Table } from '../../../parts/list/table.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { Pick as PickField } from '../../../parts/pick/pick.js';
import { useFinders, useGroups } from '../../../records/finders.js';
import { Holder, holderName } from './holder.js';

type Client = NonNullable<ApplicationAccessQuery['client']>;
type Permission = NonNullable<Client['permissions']>['edges'][number]['node'];

export interface PermittedProps {
  readonly client: Client;
  readonly list: ListState<Record<never, string>>;
  readonly onChange: () => void;
}

/** The people and groups that have a permission for the application. */
export function Permitted({ client, list, onChange }: PermittedProps) {
  const context = useConsole();
  const { texts } = context;
  const mayWrite = isAllowed(context, 'permissions:write');
  const rows = client.permissions?.edges.map(({ node }) => node) ?? [];
  const isOpen = client.accessPolicy === 'ALL_USERS';
  return (
    <Section
      title={texts.say('applications.permitted')}
      text={texts.say(isOpen ? 'applications.permittedOpen' : 'applications.permittedText', { name: client.name })}
    >
      {rows.length === 0 ? (
        !isOpen && <p>{texts.say('applications.noOneYetText')}</p>
      ) : (
        <Table
          rows={rows}
          rowKey={({ userId, groupId }) => userId ?? groupId ?? ''}
          columns={[
            { name: texts.say('applications.name'), isHeader: true, cell: (one) => <Holder holder={one} /> },
            { name: texts.say('applications.since'), cell: ({ createdAt }) => texts.day(createdAt) },
            ...(mayWrite
              ? [
                  {
                    name: texts.say('parts.actions'),
                    cell: (one: Permission) => <Revoke client={client} permission={one} onChange={onChange} />,
                  },
                ]
              : []),
          ]}
        />
      )}
      {client.permissions && <PageButtons page={client.permissions.pageInfo} list={list} />}
      {mayWrite && <Grant client={client} onChange={onChange} />}
    </Section>
  );
}

function Revoke({
  client,
  permission,
  onChange,
}: {
  readonly client: Client;
  readonly permission: Permission;
  readonly onChange: () => void;
}) {
  const { texts } = useConsole();
  const say = useNotice();
  const { userId, groupId } = permission;
  const holder = holderName(permission);
  return (
    <TakeAway
      label={texts.say('applications.takeAccess')}
      title={texts.say('applications.takeAccessTitle', { holder, name: client.name })}
      text={texts.say('applications.takeAccessText', { name: client.name })}
      confirmLabel={texts.say('applications.takeAccessConfirm')}
      document={RevokeAccess}
      variables={{ input: { clientId: client.id, ...(userId === null ? { groupId } : { userId }) } }}
      effects={(data) => data.revokePermission.effects}
      onDone={() => {
        say(texts.say('applications.accessTaken', { holder }));
        onChange();
      }}
    />
  );
}

/** Gives access at once to the group or person that is picked. */
function Grant({ client, onChange }: Pick<PermittedProps, 'client' | 'onChange'>) {
  const { texts } = useConsole();
  const say = useNotice();
  const { findPeople } = useFinders();
  const groupField = useGroups();
  const mutation = useMutation(GrantAccess);
  const grant = async (holder: { readonly userId?: string; readonly groupId?: string }, name: string) => {
    if ((await mutation.run({ input: { clientId: client.id, ...holder } })) === undefined) return;
    say(texts.say('applications.accessGiven', { holder: name }));
    onChange();
  };
  return (
    <div class="field-pairs">
      <PickField
        label={texts.say('applications.addGroup')}
        {...groupField}
        onPick={({ id, label }) => void grant({ groupId: id }, label)}
      />
      <PickField
        label={texts.say('applications.addPerson')}
        find={findPeople}
        onPick={({ id, label }) => void grant({ userId: id }, label)}
      />
      <Problem error={mutation.error} />
    </div>
  );
}
