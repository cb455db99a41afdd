import { GrantAccess, RevokeAccess } from '../../generated/records.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { TakeAway } from '../../parts/dialogs/take-away.js';
import { useMutation } from '../../parts/mutation.js';
import { Problem } from '../../parts/notices/problem.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Section } from '../../parts/page.js';
import type { Found } from '../../parts/pick/found.js';
import { Pick } from '../../parts/pick/pick.js';
import { screenPath } from '../../parts/screen-path.js';
import { useFinders } from '../../records/finders.js';
import type { GroupPartProps } from './group-data.js';

/** The applications that the group opens for its members. */
export function OpenedApplications({ group, onChanged }: GroupPartProps) {
  const context = useConsole();
  const { texts } = context;
  const { findClients } = useFinders();
  const notice = useNotice();
  const opening = useMutation(GrantAccess);
  const mayEdit = isAllowed(context, 'permissions:write');
  const mayReadClients = isAllowed(context, 'clients:read');
  const permissions = group.permissions?.edges.map(({ node }) => node) ?? [];
  async function open({ id: clientId, label }: Found): Promise<void> {
    if ((await opening.run({ input: { clientId, groupId: group.id } })) === undefined) return;
    notice(texts.say('groups.opened', { group: group.name, application: label }));
    onChanged();
  }
  return (
    <Section title={texts.say('shell.applications')} text={texts.say('groups.opensText')}>
      {permissions.length === 0 && <p>{texts.say('groups.opensNothing')}</p>}
      <ul class="rows">
        {permissions.map(({ clientId, client }) => {
          const name = client?.name ?? clientId;
          return (
            <li key={clientId}>
              {mayReadClients ? <a href={screenPath('applications', clientId)}>{name}</a> : name}
              {mayEdit && (
                <TakeAway
                  label={texts.say('groups.close')}
                  title={texts.say('groups.closeTitle', { group: group.name, application: name })}
                  text={texts.say('groups.closeText')}
                  confirmLabel={texts.say('groups.closeConfirm')}
                  document={RevokeAccess}
                  variables={{ input: { clientId, groupId: group.id } }}
                  effects={({ revokePermission }) => revokePermission.effects}
                  onDone={() => {
                    notice(texts.say('parts.saved'));
                    onChanged();
                  }}
                />
              )}
            </li>
          );
        })}
      </ul>
      {group.permissions?.pageInfo.hasNextPage === true && <p class="hint">{texts.say('groups.more')}</p>}
      <Problem error={opening.error} />
      {mayEdit && mayReadClients && (
        <Pick label={texts.say('groups.open')} find={findClients} onPick={(one) => void open(one)} />
      )}
    </Section>
  );
}
