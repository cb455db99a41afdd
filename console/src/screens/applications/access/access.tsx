/*
 * This folder is the tab that decides who may use an application: everyone or chosen people and groups, the roles that
 * they have in it, and why a person cannot sign in. Each button changes one thing at once; there is no form to save.
 */

import {
  ApplicationAccess,
  type ApplicationAccessQuery,
  OpenToAll,
  RestrictAccess,
} from '../../../generated/applications.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { useList } from '../../../parts/list/list-state.js';
import { Loaded } from '../../../parts/loaded.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import type { ApplicationTabProps } from '../tab-props.js';
import { Permitted } from './permitted.js';
import { Roles } from './roles.js';
import { WhyNot } from './why-not.js';

type Client = NonNullable<ApplicationAccessQuery['client']>;

export function AccessTab({ id, onChange }: ApplicationTabProps) {
  const list = useList();
  const { search: _, ...page } = list.variables;
  const query = useQuery(ApplicationAccess, { id, ...page });
  return (
    <Loaded query={query}>
      {({ client }) =>
        client && (
          <div class="columns">
            <div>
              <Policy client={client} onChange={query.reload} />
              <Permitted client={client} list={list} onChange={query.reload} />
              <Roles clientId={id} clientName={client.name} />
            </div>
            <div>
              <WhyNot
                clientId={id}
                clientName={client.name}
                onChange={() => {
                  query.reload();
                  onChange();
                }}
              />
            </div>
          </div>
        )
      }
    </Loaded>
  );
}

/** Everyone, or only those who have a permission. */
function Policy({
  client: { id, name, accessPolicy },
  onChange,
}: {
  readonly client: Client;
  readonly onChange: () => void;
}) {
  const context = useConsole();
  const { texts } = context;
  const say = useNotice();
  const mutation = useMutation(OpenToAll);
  const mayWrite = isAllowed(context, 'clients:write');
  const isOpen = accessPolicy === 'ALL_USERS';
  const done = () => {
    say(texts.say('parts.saved'));
    onChange();
  };
  const open = async () => {
    if ((await mutation.run({ id })) !== undefined) done();
  };
  return (
    <Section title={texts.say('setting.accessPolicy')}>
      <p>{texts.say(isOpen ? 'applications.whoEveryone' : 'applications.whoChosen', { name })}</p>
      {mayWrite && (
        <div class="actions">
          {isOpen ? (
            <TakeAway
              label={texts.say('applications.restrict')}
              title={texts.say('applications.restrictTitle', { name })}
              text={texts.say('applications.restrictText')}
              confirmLabel={texts.say('applications.restrictConfirm')}
              document={RestrictAccess}
              variables={{ id }}
              effects={(data) => data.updateClient.effects}
              onDone={done}
            />
          ) : (
            <button type="button" disabled={mutation.isRunning} onClick={() => void open()}>
              {texts.say('applications.openToAll')}
            </button>
          )}
        </div>
      )}
      <Problem error={mutation.error} />
    </Section>
  );
}
