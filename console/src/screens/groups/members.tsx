import { GroupMembers, type GroupMembersQuery } from '../../generated/groups.js';
import { JoinGroup, LeaveGroup } from '../../generated/records.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { TakeAway } from '../../parts/dialogs/take-away.js';
import { everyRow } from '../../parts/list/every-row.js';
import { Export } from '../../parts/list/export.js';
import { useList } from '../../parts/list/list-state.js';
import { ListTools, PageButtons } from '../../parts/list/list-tools.js';
import { Table } from '../../parts/list/table.js';
import { Loaded } from '../../parts/loaded.js';
import { useMutation } from '../../parts/mutation.js';
import { Problem } from '../../parts/notices/problem.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Section } from '../../parts/page.js';
import type { Found } from '../../parts/pick/found.js';
import { Pick } from '../../parts/pick/pick.js';
import { useQuery } from '../../parts/query.js';
import { useFinders } from '../../records/finders.js';
import { nameOf } from '../../records/name-of.js';
import { PersonLink, StatusBadge } from '../../records/person.js';

export interface MembersProps {
  readonly groupId: string;
  readonly groupName: string;
}

/** A shorter list is not searched. */
const SEARCHED_FROM = 10;

type Member = GroupMembersQuery['users']['edges'][number]['node'];

/** The members of the group: each can be removed, and others can be searched for and added. */
export function Members({ groupId, groupName }: MembersProps) {
  const context = useConsole();
  const { texts } = context;
  const { findPeople } = useFinders();
  const notice = useNotice();
  const list = useList();
  const query = useQuery(GroupMembers, { id: groupId, ...list.variables });
  const adding = useMutation(JoinGroup);
  const mayEdit = isAllowed(context, 'groups:write');
  const count = query.data?.group?.members?.totalCount ?? 0;
  const readMembers = () =>
    everyRow(
      async (page) =>
        (await context.connection.request(GroupMembers, { id: groupId, search: list.variables.search, ...page })).users,
      ({ id, username, name, email, status }) => ({ id, username, name, email, status }),
    );
  async function add({ id: userId, label }: Found): Promise<void> {
    if ((await adding.run({ groupId, userId })) === undefined) return;
    notice(texts.say('people.joined', { name: label, group: groupName }));
    query.reload();
  }
  return (
    <Section
      title={texts.say('groups.members')}
      actions={(query.data === undefined || count > 0) && <Export name={`group-${groupId}`} rows={readMembers} />}
    >
      {mayEdit && <Pick label={texts.say('groups.addMember')} find={findPeople} onPick={(one) => void add(one)} />}
      <Problem error={adding.error} />
      <Loaded query={query}>
        {({ users }) => (
          <>
            <p class="hint">{texts.say('groups.memberCount', { count })}</p>
            {(count >= SEARCHED_FROM || list.isNarrowed) && (
              <ListTools list={list} search={texts.say('groups.searchMembers')} />
            )}
            {users.edges.length > 0 && (
              <MemberTable
                members={users.edges.map(({ node }) => node)}
                groupId={groupId}
                groupName={groupName}
                mayEdit={mayEdit}
                onRemoved={query.reload}
              />
            )}
            {users.edges.length === 0 && list.isNarrowed && <p>{texts.say('groups.noMember')}</p>}
            <PageButtons page={users.pageInfo} list={list} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

interface MemberTableProps extends MembersProps {
  readonly members: readonly Member[];
  readonly mayEdit: boolean;
  readonly onRemoved: () => void;
}

function MemberTable({ members, groupId, groupName, mayEdit, onRemoved }: MemberTableProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  return (
    <Table
      rows={members}
      rowKey={({ id }) => id}
      columns={[
        {
          name: texts.say('groups.name'),
          isHeader: true,
          cell: (member) => <PersonLink person={member} />,
        },
        { name: texts.say('groups.email'), cell: ({ email }) => email },
        {
          name: texts.say('parts.status'),
          cell: ({ status }) => <StatusBadge status={status} />,
        },
        ...(mayEdit
          ? [
              {
                name: texts.say('parts.actions'),
                cell: (member: Member) => (
                  <TakeAway
                    label={texts.say('groups.remove')}
                    title={texts.say('people.leaveTitle', { name: nameOf(member), group: groupName })}
                    text={texts.say('people.leaveText')}
                    confirmLabel={texts.say('people.leaveConfirm')}
                    document={LeaveGroup}
                    variables={{ groupId, userId: member.id }}
                    effects={({ updateGroup }) => updateGroup.effects}
                    onDone={() => {
                      notice(texts.say('people.left', { name: nameOf(member), group: groupName }));
                      onRemoved();
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
