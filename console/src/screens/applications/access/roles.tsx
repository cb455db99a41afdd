import { useState } from 'preact/hooks';
import {
  ApplicationRoles,
  type ApplicationRolesQuery,
  DeleteApplicationRole,
  PutApplicationRole,
} from '../../../generated/applications.js';
import { AssignRole, UnassignRole } from '../../../generated/records.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { TextField } from '../../../parts/form/fields.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { Loaded } from '../../../parts/loaded.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { Pick } from '../../../parts/pick/pick.js';
import { useQuery } from '../../../parts/query.js';
import { useFinders, useGroups } from '../../../records/finders.js';
import { Holder, holderName } from './holder.js';

type Role = NonNullable<NonNullable<ApplicationRolesQuery['client']>['roles']>['edges'][number]['node'];

export interface RolesProps {
  readonly clientId: string;
  readonly clientName: string;
}

/** The roles of the application, and who has them. The application reads them in the claim `roles`. */
export function Roles({ clientId, clientName }: RolesProps) {
  const context = useConsole();
  const { texts } = context;
  const query = useQuery(ApplicationRoles, { id: clientId });
  const [isAdding, setAdding] = useState(false);
  const mayDefine = isAllowed(context, 'clients:write');
  const add = mayDefine && !isAdding && (
    <button type="button" onClick={() => setAdding(true)}>
      {texts.say('applications.newRole')}
    </button>
  );
  return (
    <Section
      title={texts.say('parts.roles')}
      text={texts.say('applications.rolesText', { name: clientName })}
      actions={add}
    >
      {isAdding && (
        <NewRole
          clientId={clientId}
          onClose={(isMade) => {
            setAdding(false);
            if (isMade) query.reload();
          }}
        />
      )}
      <Loaded query={query}>
        {({ client }) => {
          const roles = client?.roles?.edges.map(({ node }) => node) ?? [];
          if (roles.length === 0) return <p>{texts.say('applications.noRoles')}</p>;
          return (
            <ul class="app-roles">
              {roles.map((role) => (
                <li key={role.id}>
                  <RoleRow role={role} mayDefine={mayDefine} onChange={query.reload} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Section>
  );
}

function RoleRow({
  role,
  mayDefine,
  onChange,
}: {
  readonly role: Role;
  readonly mayDefine: boolean;
  readonly onChange: () => void;
}) {
  const context = useConsole();
  const { texts } = context;
  const say = useNotice();
  const mayAssign = isAllowed(context, 'permissions:write');
  const holders = role.assignments?.edges.map(({ node }) => node) ?? [];
  return (
    <>
      <div class="line">
        <h3>{role.name}</h3>
        {mayDefine && (
          <TakeAway
            label={texts.say('parts.delete')}
            title={texts.say('applications.deleteRoleTitle', { name: role.name })}
            confirmLabel={texts.say('applications.deleteRole')}
            document={DeleteApplicationRole}
            variables={{ input: { id: role.id } }}
            effects={(data) => data.deleteRole.effects}
            onDone={onChange}
          />
        )}
      </div>
      {role.description !== null && <p class="hint">{role.description}</p>}
      {holders.length > 0 && (
        <ul class="holders">
          {holders.map((holder) => (
            <li key={holder.userId ?? holder.groupId}>
              <Holder holder={holder} />
              {mayAssign && (
                <TakeAway
                  label={texts.say('parts.takeRole')}
                  title={texts.say('applications.takeRoleTitle', { role: role.name, holder: holderName(holder) })}
                  confirmLabel={texts.say('parts.takeRoleConfirm')}
                  document={UnassignRole}
                  variables={{
                    input: {
                      roleId: role.id,
                      ...(holder.userId === null ? { groupId: holder.groupId } : { userId: holder.userId }),
                    },
                  }}
                  effects={(data) => data.unassignRole.effects}
                  onDone={() => {
                    say(texts.say('parts.saved'));
                    onChange();
                  }}
                />
              )}
            </li>
          ))}
          {role.assignments?.pageInfo.hasNextPage && <li>{texts.say('applications.moreHolders')}</li>}
        </ul>
      )}
      {mayAssign && <Assign role={role} onChange={onChange} />}
    </>
  );
}

function Assign({ role, onChange }: { readonly role: Role; readonly onChange: () => void }) {
  const { texts } = useConsole();
  const { findPeople } = useFinders();
  const groupField = useGroups();
  const mutation = useMutation(AssignRole);
  const assign = async (holder: { readonly userId?: string; readonly groupId?: string }) => {
    if ((await mutation.run({ input: { roleId: role.id, ...holder } })) !== undefined) onChange();
  };
  return (
    <div class="field-pairs">
      <Pick
        label={texts.say('applications.roleToGroup', { role: role.name })}
        {...groupField}
        onPick={({ id }) => void assign({ groupId: id })}
      />
      <Pick
        label={texts.say('applications.roleToPerson', { role: role.name })}
        find={findPeople}
        onPick={({ id }) => void assign({ userId: id })}
      />
      <Problem error={mutation.error} />
    </div>
  );
}

function NewRole({ clientId, onClose }: { readonly clientId: string; readonly onClose: (isMade: boolean) => void }) {
  const { texts } = useConsole();
  const mutation = useMutation(PutApplicationRole);
  const form = useForm({ name: '', description: '' });
  const submit = async () => {
    const { name, description } = form.values;
    const input = { clientId, name, description: description === '' ? null : description };
    if ((await mutation.run({ input })) === undefined) return;
    form.reset();
    onClose(true);
  };
  return (
    <Form
      form={form}
      error={mutation.error}
      isRunning={mutation.isRunning}
      submitLabel={texts.say('applications.addRole')}
      onSubmit={() => void submit()}
      onCancel={() => onClose(false)}
    >
      <TextField form={form} name="name" label={texts.say('applications.roleName')} required />
      <TextField form={form} name="description" label={texts.say('parts.description')} />
    </Form>
  );
}
