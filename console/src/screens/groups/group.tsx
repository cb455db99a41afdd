import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso/router';
import { DeleteGroup, Group, type GroupQuery, SaveGroup } from '../../generated/groups.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { TakeAway } from '../../parts/dialogs/take-away.js';
import { TextField } from '../../parts/form/fields.js';
import { Form, useForm } from '../../parts/form/form.js';
import { Loaded } from '../../parts/loaded.js';
import { useMutation } from '../../parts/mutation.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Facts, ScreenTitle, Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import type { GroupData, GroupPartProps } from './group-data.js';
import { Members } from './members.js';
import { OpenedApplications } from './opened-applications.js';
import { RolesOfGroup } from './roles-of-group.js';

export function GroupScreen() {
  const context = useConsole();
  const { id = '' } = useRoute().params;
  const query = useQuery(Group, { id, withClients: isAllowed(context, 'clients:read') });
  const back = { href: '/console/groups', label: context.texts.say('shell.groups') };
  return (
    <Loaded query={query}>
      {({ group }: GroupQuery) =>
        group === null ? (
          <ScreenTitle title={context.texts.say('groups.unknown')} back={back} />
        ) : (
          <>
            <ScreenTitle title={group.name} subtitle={group.description ?? undefined} back={back} />
            <Members groupId={group.id} groupName={group.name} />
            <OpenedApplications group={group} onChanged={query.reload} />
            <RolesOfGroup group={group} onChanged={query.reload} />
            <About group={group} onChanged={query.reload} />
          </>
        )
      }
    </Loaded>
  );
}

/** The id of the group, a form for its name and description, and its deletion. */
function About({ group, onChanged }: GroupPartProps) {
  const context = useConsole();
  const { texts } = context;
  const { route } = useLocation();
  const notice = useNotice();
  const mayEdit = isAllowed(context, 'groups:write');
  const [isEditing, setEditing] = useState(false);
  return (
    <Section
      title={texts.say('groups.about')}
      actions={
        mayEdit && (
          <>
            {!isEditing && (
              <button type="button" onClick={() => setEditing(true)}>
                {texts.say('groups.edit')}
              </button>
            )}
            <TakeAway
              label={texts.say('parts.delete')}
              title={texts.say('groups.deleteTitle', { group: group.name })}
              text={texts.say('groups.deleteText')}
              confirmLabel={texts.say('groups.deleteConfirm')}
              document={DeleteGroup}
              variables={{ id: group.id }}
              effects={({ deleteGroup }) => deleteGroup.effects}
              onDone={() => {
                notice(texts.say('groups.deleted', { group: group.name }));
                route('/console/groups', true);
              }}
            />
          </>
        )
      }
    >
      {isEditing ? (
        <Edit
          group={group}
          onDone={(isChanged) => {
            setEditing(false);
            if (isChanged) onChanged();
          }}
        />
      ) : (
        <Facts items={[{ name: texts.say('groups.id'), value: <code>{group.id}</code> }]} />
      )}
      <ClaimValue group={group} />
    </Section>
  );
}

interface EditProps {
  readonly group: GroupData;
  readonly onDone: (isChanged: boolean) => void;
}

function Edit({ group, onDone }: EditProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  const mutation = useMutation(SaveGroup);
  const form = useForm({ name: group.name, description: group.description ?? '' });
  async function submit(): Promise<void> {
    const { name, description } = form.values;
    const input = { id: group.id, name, description: description.trim() || null };
    if ((await mutation.run({ input })) === undefined) return;
    form.reset();
    notice(texts.say('parts.saved'));
    onDone(true);
  }
  return (
    <Form
      form={form}
      error={mutation.error}
      isRunning={mutation.isRunning}
      onSubmit={submit}
      onCancel={() => onDone(false)}
    >
      <TextField
        form={form}
        name="name"
        label={texts.say('groups.name')}
        hint={texts.say('groups.renameHint')}
        required
      />
      <TextField form={form} name="description" label={texts.say('parts.description')} />
    </Form>
  );
}

/** What applications read in the claim `groups`. */
function ClaimValue({ group }: { readonly group: GroupData }) {
  const { texts } = useConsole();
  const clients = (group.permissions?.edges ?? []).flatMap(({ node: { client } }) => client ?? []);
  const withNames = clients.filter(({ groupsClaimFormat }) => groupsClaimFormat === 'NAMES').map(({ name }) => name);
  return (
    <>
      <p class="hint">{texts.say('groups.claim', { id: group.id })}</p>
      {withNames.length > 0 && (
        <p class="hint">
          {texts.say('groups.claimName', {
            name: group.name,
            applications: new Intl.ListFormat(texts.lang).format(withNames),
          })}
        </p>
      )}
    </>
  );
}
