import {
  type CreatedClientFragment,
  CreateRoleGroup,
  GrantAccess,
  RoleGroup,
  type TemplateFragment,
} from '../../../generated/applications.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { useMutation } from '../../../parts/mutation.js';
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

function Group({ id, client }: { readonly id: string; readonly client: CreatedClientFragment }) {
  const context = useConsole();
  const { texts, connection } = context;
  const query = useQuery(RoleGroup, { id });
  const mutation = useMutation(CreateRoleGroup);
  const mayWrite = isAllowed(context, 'groups:write') && isAllowed(context, 'permissions:write');
  const create = async () => {
    if ((await mutation.run({ input: { id, name: id } })) === undefined) return;
    // Without a permission of the group, the application does not learn who its members are.
    await connection.request(GrantAccess, { input: { clientId: client.id, groupId: id } }).catch(() => undefined);
    query.reload();
  };
  return (
    <Loaded query={query}>
      {({ group }) =>
        group === null ? (
          <>
            <p>{texts.say('applications.groupMissing', { id, name: client.name })}</p>
            {mayWrite && (
              <button type="button" disabled={mutation.isRunning} onClick={() => void create()}>
                {texts.say('applications.createGroup', { id })}
              </button>
            )}
            {mutation.error !== undefined && <p role="alert">{mutation.error.message}</p>}
          </>
        ) : (
          <p>
            <a href={screenPath('groups', id)}>{texts.say('applications.groupThere', { name: group.name })}</a>
          </p>
        )
      }
    </Loaded>
  );
}
