import { useState } from 'preact/hooks';
import { ApprovePerson, EnablePerson, GrantAccess, JoinGroup } from '../../../generated/records.js';
import { useConsole } from '../../../parts/console-context.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { screenPath } from '../../../parts/screen-path.js';
import { nameOf } from '../../../records/name-of.js';
import { lastExpiry } from '../last-expiry.js';
import { ResetAccess } from '../reset-access.js';
import { type AccessPerson, type Explanation, placeOf, useMayChange } from './access-data.js';

type Fault = Explanation['problems'][number];

export interface MendingProps {
  readonly person: AccessPerson;
  readonly explanation: Explanation;
  readonly onChanged: () => void;
}

/** What keeps the person out, each with what mends it. */
export function Mending(props: MendingProps) {
  return (
    <ul class="rows">
      {props.explanation.problems.map((problem) => (
        <li key={problem.code}>
          <ProblemText {...props} problem={problem} />
          <Mend {...props} problem={problem} />
        </li>
      ))}
    </ul>
  );
}

type OneProblem = MendingProps & { readonly problem: Fault };

function ProblemText({ person, explanation, problem }: OneProblem) {
  const { texts } = useConsole();
  const { client, user } = explanation;
  // A request is refused for many reasons. The API says which, in English.
  if (problem.code === 'REQUEST' && !client.requireDeviceBound) return <p lang="en">{problem.description}</p>;
  const code = problem.code === 'USER_DISABLED' && user.awaitsApproval ? 'WAITS' : problem.code;
  const until = code === 'NO_PASSKEY' ? lastExpiry(user.enrolmentLinks) : undefined;
  return (
    <p>
      {texts.say(`people.problem.${code}`, { name: nameOf(person), application: client.name })}
      {until !== undefined && ` ${texts.say('people.linkWaits', { moment: texts.moment(until) })}`}
    </p>
  );
}

function Mend(props: OneProblem) {
  const { code } = props.problem;
  if (code === 'USER_DISABLED') return <Unblock {...props} />;
  if (code === 'NO_PASSKEY') return <NewLink {...props} />;
  if (code === 'NO_PERMISSION') return <GiveAccess {...props} />;
  return <ApplicationSettings {...props} />;
}

/** Enables the account, or approves it. */
function Unblock({ person, explanation, onChanged }: MendingProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  const isWaiting = explanation.user.awaitsApproval;
  const approval = useMutation(ApprovePerson);
  const enabling = useMutation(EnablePerson);
  const mayEdit = useMayChange(person, 'users:write');
  const error = approval.error ?? enabling.error;
  async function mend(): Promise<void> {
    const data = await (isWaiting ? approval : enabling).run({ id: person.id });
    if (data === undefined) return;
    notice(texts.say(isWaiting ? 'people.approved' : 'people.enabled', { name: nameOf(person) }));
    onChanged();
  }
  if (!mayEdit) return null;
  return (
    <span class="actions">
      <button type="button" class="main" onClick={() => void mend()}>
        {texts.say(isWaiting ? 'people.approve' : 'people.enable')}
      </button>
      <Problem error={error} />
    </span>
  );
}

function NewLink({ person, explanation: { user }, onChanged }: MendingProps) {
  const { texts } = useConsole();
  const [isOpen, setOpen] = useState(false);
  if (!useMayChange(person, 'users:write')) return null;
  return (
    <span class="actions">
      <button type="button" class={user.enrolmentLinks.length > 0 ? undefined : 'main'} onClick={() => setOpen(true)}>
        {texts.say('people.newLink')}
      </button>
      {isOpen && (
        <ResetAccess
          person={{ ...person, passkeys: [] }}
          onClose={() => {
            setOpen(false);
            onChanged();
          }}
        />
      )}
    </span>
  );
}

const SHOWN_GROUPS = 5;

/**
 * Offers first the groups that only let the person in. A group can also give a role, or rights in an application that
 * receives the groups of its users. Such a group is offered last: it could give more rights than the user of the console
 * intends.
 */

function GiveAccess({ person, explanation, onChanged }: MendingProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  const joining = useMutation(JoinGroup);
  const permitting = useMutation(GrantAccess);
  const mayJoin = useMayChange(person, 'groups:write');
  const mayPermit = useMayChange(person, 'permissions:write');
  const { client, rules } = explanation;
  const groups = rules.flatMap(({ groupId, group }) =>
    groupId === null || group === null ? [] : [{ id: groupId, name: group.name, roles: rolesOf(group) }],
  );
  const receivesGroups = client.scopes.includes('groups');
  const givesRights = ({ roles }: (typeof groups)[number]) => receivesGroups || roles.length > 0;
  const plain = groups.filter((group) => !givesRights(group)).slice(0, SHOWN_GROUPS);
  const powerful = groups.filter(givesRights).slice(0, SHOWN_GROUPS - plain.length);
  const error = joining.error ?? permitting.error;
  async function join(groupId: string, group: string): Promise<void> {
    if ((await joining.run({ groupId, userId: person.id })) === undefined) return;
    notice(texts.say('people.joined', { name: nameOf(person), group }));
    onChanged();
  }
  async function permit(): Promise<void> {
    if ((await permitting.run({ input: { clientId: client.id, userId: person.id } })) === undefined) return;
    notice(texts.say('people.permitted', { name: nameOf(person), application: client.name }));
    onChanged();
  }
  return (
    <span class="actions">
      {mayJoin &&
        plain.map(({ id, name }) => (
          <button key={id} type="button" class="main" onClick={() => void join(id, name)}>
            {texts.say('people.addTo', { group: name })}
          </button>
        ))}
      {mayPermit && (
        <button type="button" class={plain.length > 0 ? undefined : 'main'} onClick={() => void permit()}>
          {texts.say('people.permit', { name: nameOf(person) })}
        </button>
      )}
      {mayJoin &&
        powerful.map(({ id, name, roles }) => (
          <span key={id} class="actions">
            <button
              type="button"
              aria-describedby={receivesGroups ? `gives-${id} receives-groups` : `gives-${id}`}
              onClick={() => void join(id, name)}
            >
              {texts.say('people.addTo', { group: name })}
            </button>
            <small id={`gives-${id}`}>
              {roles
                .map((role) =>
                  texts.say('people.groupGives', { group: name, role: role.name, application: placeOf(role) }),
                )
                .join(' ')}
            </small>
          </span>
        ))}
      {mayJoin && receivesGroups && powerful.length > 0 && (
        <small id="receives-groups">{texts.say('people.receivesGroups', { application: client.name })}</small>
      )}
      <Problem error={error} />
    </span>
  );
}

function rolesOf({ roleAssignments }: NonNullable<Explanation['rules'][number]['group']>) {
  return (roleAssignments?.edges ?? []).flatMap(({ node: { role } }) => role ?? []);
}

function ApplicationSettings({ explanation }: MendingProps) {
  const { texts } = useConsole();
  return (
    <a class="button" href={`${screenPath('applications', explanation.client.id)}/settings`}>
      {texts.say('people.applicationSettings')}
    </a>
  );
}
