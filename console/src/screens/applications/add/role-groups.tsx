import {
  type CreatedClientFragment,
  CreateRoleGroup,
  RoleGroup,
  type RoleGroupQuery,
  type TemplateFragment,
} from '../../../generated/applications.js';
import { GrantAccess, JoinGroup } from '../../../generated/records.js';
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
  const joining = useMutation(JoinGroup);
  const mutations = [creation, access, joining];
  const mayJoin = isAllowed(context, 'groups:write');
  const mayGrant = isAllowed(context, 'permissions:write');
  // Without a permission of the group, the application does not learn who its members are.
  const grant = async (isNew: boolean) => {
    if (isNew && (await creation.run({ input: { id, name: id } })) === undefined) return;
    await access.run({ input: { clientId, groupId: id } });
    query.reload();
  };
  const join = async () => {
    await joining.run({ groupId: id, userId: context.userId });
    query.reload();
  };
  const button = (label: string, act: () => Promise<void>) =>
    mayJoin && (
      <button type="button" disabled={mutations.some(({ isRunning }) => isRunning)} onClick={() => void act()}>
        {label}
      </button>
    );
  return (
    <Loaded query={query}>
      {({ group, client, viewer: { user } }) => (
        <>
          {group === null ? (
            <>
              <p>{texts.say('applications.groupMissing', { id, name })}</p>
              {mayGrant && button(texts.say('applications.createGroup', { id }), () => grant(true))}
            </>
          ) : (
            <>
              <p>
                <a href={screenPath('groups', id)}>
                  {texts.say(isMember(user, id) ? 'applications.inGroup' : 'applications.groupThere', {
                    name: group.name,
                  })}
                </a>
              </p>
              {client?.accessPolicy === 'PERMITTED_USERS' &&
                client.permissions?.edges.every(({ node }) => node.groupId !== id) &&
                mayGrant &&
                button(texts.say('applications.letIn', { person: group.name }), () => grant(false))}
              {user !== null &&
                !isMember(user, id) &&
                button(texts.say('applications.addMe', { name: group.name }), join)}
            </>
          )}
          <Problem error={mutations.find(({ error }) => error !== undefined)?.error} />
        </>
      )}
    </Loaded>
  );
}

function isMember(user: RoleGroupQuery['viewer']['user'], groupId: string): boolean {
  return user?.groups?.edges.some(({ node }) => node.id === groupId) ?? false;
}
