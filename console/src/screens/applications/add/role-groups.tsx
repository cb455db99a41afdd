import {
  type CreatedClientFragment,
  CreateRoleGroup,
  RoleGroup,
  type TemplateFragment,
} from '../../../generated/applications.js';
import { GrantAccess } from '../../../generated/records.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { screenPath } from '../../../parts/screen-path.js';

export interface RoleGroupsProps {
  readonly template: TemplateFragment;
  readonly client: CreatedClientFragment;
  /** The values of the fields of the template, by their names. */
  readonly given: Readonly<Record<string, string>>;
}

/** The groups whose members get a role in the product, as far as they do not exist yet. */
export function RoleGroups({ template, client, given }: RoleGroupsProps) {
  const { texts } = useConsole();
  const ids = template.fields.flatMap(({ name, default: value }) => {
    const id = given[name] ?? value;
    return name.endsWith('_group') && id !== null && id !== '' ? [id] : [];
  });
  if (ids.length === 0) return null;
  return (
    <Section title={texts.say('applications.roleGroups')}>
      {[...new Set(ids)].map((id) => (
        <Group key={id} id={id} client={client} />
      ))}
    </Section>
  );
}

function Group({
  id,
  client: { id: clientId, name },
}: {
  readonly id: string;
  readonly client: CreatedClientFragment;
}) {
  const context = useConsole();
  const { texts } = context;
  const query = useQuery(RoleGroup, { id, clientId });
  const creation = useMutation(CreateRoleGroup);
  const access = useMutation(GrantAccess);
  const error = creation.error ?? access.error;
  const mayWrite = isAllowed(context, 'groups:write') && isAllowed(context, 'permissions:write');
  // Without a permission of the group, the application does not learn who its members are.
  const run = async (isNew: boolean) => {
    if (isNew && (await creation.run({ input: { id, name: id } })) === undefined) return;
    await access.run({ input: { clientId, groupId: id } });
    query.reload();
  };
  const button = (label: string, isNew: boolean) =>
    mayWrite && (
      <button type="button" disabled={creation.isRunning || access.isRunning} onClick={() => void run(isNew)}>
        {label}
      </button>
    );
  return (
    <Loaded query={query}>
      {({ group, client }) => (
        <>
          {group === null ? (
            <>
              <p>{texts.say('applications.groupMissing', { id, name })}</p>
              {button(texts.say('applications.createGroup', { id }), true)}
            </>
          ) : (
            <>
              <p>
                <a href={screenPath('groups', id)}>{texts.say('applications.groupThere', { name: group.name })}</a>
              </p>
              {client?.accessPolicy === 'PERMITTED_USERS' &&
                client.permissions?.edges.every(({ node }) => node.groupId !== id) &&
                button(texts.say('applications.letIn', { person: group.name }), false)}
            </>
          )}
          <Problem error={error} />
        </>
      )}
    </Loaded>
  );
}
