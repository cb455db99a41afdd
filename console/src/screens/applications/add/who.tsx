import { GrantAccess } from '../../../generated/records.js';
import { useConsole } from '../../../parts/console-context.js';
import { ChoiceField } from '../../../parts/form/choice-fields.js';
import type { FormState } from '../../../parts/form/form.js';
import { PickSeveral } from '../../../parts/pick/pick-several.js';
import { useGroups } from '../../../records/finders.js';
import type { Connection } from '../../../server/connection.js';

/** Who may use the new application. */
export interface WhoValues {
  readonly who: 'everyone' | 'groups' | 'me';
  readonly groupIds: readonly string[];
}

export const NO_ONE_CHOSEN: WhoValues = { who: 'me', groupIds: [] };

export function WhoFields({ form }: { readonly form: FormState<WhoValues> }) {
  const { texts } = useConsole();
  const groupField = useGroups();
  return (
    <>
      <ChoiceField
        form={form}
        name="who"
        label={texts.say('applications.whoQuestion')}
        options={[
          {
            value: 'everyone',
            label: texts.say('applications.everyone'),
            hint: texts.say('applications.everyoneText'),
          },
          { value: 'groups', label: texts.say('applications.groups'), hint: texts.say('applications.groupsText') },
          { value: 'me', label: texts.say('applications.onlyMe'), hint: texts.say('applications.onlyMeText') },
        ]}
      />
      {form.values.who === 'groups' && (
        <PickSeveral label={texts.say('shell.groups')} {...groupField} onPick={(ids) => form.set('groupIds', ids)} />
      )}
    </>
  );
}

/**
 * Gives the new application to those who were chosen. Returns why this did not work, and does not throw: the secret has to
 * be shown in any case, or it would be lost.
 */
export async function grantTo(
  connection: Connection,
  clientId: string,
  { who, groupIds }: WhoValues,
  ownId: string,
): Promise<string | undefined> {
  const holders = { everyone: [], groups: groupIds.map((groupId) => ({ groupId })), me: [{ userId: ownId }] }[who];
  try {
    for (const holder of holders) await connection.request(GrantAccess, { input: { clientId, ...holder } });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
