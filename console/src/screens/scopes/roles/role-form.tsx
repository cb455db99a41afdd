import { PutRole, type PutRoleMutation, type RolesQuery } from '../../../generated/scopes.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { useCheckedChange } from '../../../parts/dialogs/checked-change.js';
import { ChoiceField } from '../../../parts/form/choice-fields.js';
import { LinesField, TextField } from '../../../parts/form/fields.js';
import { Form, type FormState, useForm } from '../../../parts/form/form.js';
import { Pick } from '../../../parts/pick/pick.js';
import { useFinders } from '../../../records/finders.js';

export interface RoleFormProps {
  /** The role to change. Without it, the form makes a new one. */
  readonly role?: RolesQuery['roles']['edges'][number]['node'];
  readonly onDone: (data: PutRoleMutation) => void;
}

interface Values {
  readonly name: string;
  readonly description: string;
  readonly kind: 'client' | 'api';
  readonly clientId: string;
  readonly clientName: string;
  readonly resource: string;
  readonly scopes: readonly string[];
}

/** A new role, or the settings of a role. A role stays in its application or API. */
export function RoleForm({ role, onDone }: RoleFormProps) {
  const context = useConsole();
  const { texts } = context;
  const form = useForm<Values>({
    name: role?.name ?? '',
    description: role?.description ?? '',
    kind: role === undefined ? (isAllowed(context, 'clients:write') ? 'client' : 'api') : kindOf(role),
    clientId: role?.clientId ?? '',
    clientName: role?.client?.name ?? '',
    resource: role?.resource ?? '',
    scopes: role?.scopes ?? [],
  });
  const { name, description, kind, clientId, resource, scopes } = form.values;
  const put = useCheckedChange({
    document: PutRole,
    effects: (data) => data.putRole.effects,
    title: texts.say('roles.saveTitle', { name }),
    confirmLabel: texts.say('scopes.saveAnyway'),
    onDone: (data) => {
      form.reset(form.values);
      onDone(data);
    },
  });
  const input = {
    ...(role !== undefined && { id: role.id }),
    ...(kind === 'client' ? { clientId } : { resource }),
    name,
    description: description || null,
    scopes,
  };
  return (
    <>
      <Form
        form={form}
        error={put.error}
        isRunning={put.isRunning}
        submitLabel={texts.say(role === undefined ? 'roles.create' : 'parts.saveChanges')}
        onSubmit={() => void put.begin({ input })}
      >
        {role === undefined && <PlaceFields form={form} />}
        <TextField
          form={form}
          name="name"
          label={texts.say('roles.name')}
          hint={texts.say('roles.nameHint')}
          required
        />
        <TextField form={form} name="description" label={texts.say('parts.description')} />
        <LinesField form={form} name="scopes" label={texts.say('roles.scopes')} hint={texts.say('roles.scopesHint')} />
      </Form>
      {put.dialog}
    </>
  );
}

function kindOf({ resource }: { readonly resource: string | null }): Values['kind'] {
  return resource === null ? 'client' : 'api';
}

function PlaceFields({ form }: { readonly form: FormState<Values> }) {
  const context = useConsole();
  const { texts } = context;
  const { findClients } = useFinders();
  const { kind, clientName } = form.values;
  const options = [
    ...(isAllowed(context, 'clients:write') ? [{ value: 'client', label: texts.say('roles.kindClient') }] : []),
    ...(isAllowed(context, 'scopes:write') ? [{ value: 'api', label: texts.say('roles.kindApi') }] : []),
  ];
  return (
    <>
      <ChoiceField form={form} name="kind" label={texts.say('roles.kind')} options={options} />
      {kind === 'client' ? (
        <>
          <Pick
            label={texts.say('roles.pickClient')}
            find={findClients}
            onPick={({ id, label }) => {
              form.set('clientId', id);
              form.set('clientName', label);
            }}
          />
          <p role="status">{clientName !== '' && texts.say('roles.chosen', { name: clientName })}</p>
        </>
      ) : (
        <TextField
          form={form}
          name="resource"
          label={texts.say('roles.resource')}
          hint={texts.say('roles.resourceHint')}
          required
        />
      )}
    </>
  );
}
