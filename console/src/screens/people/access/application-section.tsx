import { RevokeAccess } from '../../../generated/records.js';
import { useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { Table } from '../../../parts/list/table.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { screenPath } from '../../../parts/screen-path.js';
import { nameOf } from '../../../records/name-of.js';
import { type Access, type AccessSectionProps, useMayChange } from './access-data.js';

interface Application {
  readonly id: string;
  readonly name: string;
}

export interface ApplicationSectionProps extends AccessSectionProps {
  readonly openToAll: readonly Application[];
  readonly hasMore: boolean;
  readonly onExplain: ((clientId: string) => void) | undefined;
}

interface Usable extends Application {
  /** Why the person can use the application. */
  readonly reasons: readonly string[];
  readonly hasOwnPermission: boolean;
}

/** The applications that the rules open for the person, and which rule opens each. */
export function ApplicationSection(props: ApplicationSectionProps) {
  const { person, access, openToAll, hasMore, onExplain, onChanged } = props;
  const { texts } = useConsole();
  const notice = useNotice();
  const mayEdit = useMayChange(person, 'permissions:write');
  const applications = useApplications(access, openToAll);
  return (
    <Section title={texts.say('shell.applications')} text={texts.say('people.applicationsText')}>
      {applications.length === 0 ? (
        <p>{texts.say('people.noApplications')}</p>
      ) : (
        <Table
          rows={applications}
          rowKey={({ id }) => id}
          columns={[
            {
              name: texts.say('people.application'),
              isHeader: true,
              cell: ({ id, name }) =>
                onExplain === undefined ? name : <a href={screenPath('applications', id)}>{name}</a>,
            },
            {
              name: texts.say('people.why'),
              cell: ({ reasons }) => reasons.map((reason) => <div key={reason}>{reason}</div>),
            },
            {
              name: texts.say('parts.actions'),
              cell: ({ id, name, hasOwnPermission }) => (
                <span class="actions">
                  {onExplain !== undefined && (
                    <button type="button" class="small" onClick={() => onExplain(id)}>
                      {texts.say('people.explain')}
                    </button>
                  )}
                  {mayEdit && hasOwnPermission && (
                    <TakeAway
                      label={texts.say('people.forbid')}
                      title={texts.say('people.forbidTitle', { name: nameOf(person), application: name })}
                      text={texts.say('people.forbidText')}
                      confirmLabel={texts.say('people.forbidConfirm')}
                      document={RevokeAccess}
                      variables={{ input: { clientId: id, userId: person.id } }}
                      effects={({ revokePermission }) => revokePermission.effects}
                      onDone={() => {
                        notice(texts.say('parts.saved'));
                        onChanged();
                      }}
                    />
                  )}
                </span>
              ),
            },
          ]}
        />
      )}
      {hasMore && <p class="hint">{texts.say('people.moreApplications')}</p>}
    </Section>
  );
}

/** Joins what the access policy, the permissions of the person and those of the groups open. */
function useApplications(access: Access, openToAll: readonly Application[]): Usable[] {
  const { texts } = useConsole();
  const usable = new Map<string, Usable>();
  const add = ({ id, name }: Application, reason: string, isOwn = false) => {
    const { reasons = [], hasOwnPermission = false } = usable.get(id) ?? {};
    usable.set(id, { id, name, reasons: [...reasons, reason], hasOwnPermission: hasOwnPermission || isOwn });
  };
  for (const { node } of access.permissions?.edges ?? [])
    add(applicationOf(node), texts.say('people.becausePermitted'), true);
  for (const { node: group } of access.groups?.edges ?? [])
    for (const { node } of group.permissions?.edges ?? [])
      add(applicationOf(node), texts.say('people.becauseGroup', { group: group.name }));
  for (const application of openToAll) add(application, texts.say('people.becauseAll'));
  return [...usable.values()].sort((a, b) => a.name.localeCompare(b.name, texts.lang));
}

function applicationOf(permission: {
  readonly clientId: string;
  readonly client?: Application | null | undefined;
}): Application {
  return permission.client ?? { id: permission.clientId, name: permission.clientId };
}
