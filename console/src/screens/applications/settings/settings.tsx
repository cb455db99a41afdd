/*
 * This folder is the tab with every setting of an application. The form is made from a table that is generated from the
 * settings of the server, so a new setting appears by itself. It shows what differs from the default, and all on demand.
 */

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { DeleteApplication } from '../../../generated/applications.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { Loaded } from '../../../parts/loaded.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Facts, Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import type { ApplicationTabProps } from '../tab-props.js';
import { LogoSection } from './logo-section.js';
import { SettingsForm } from './settings-form.js';
import { SettingsList } from './settings-list.js';
import { SETTINGS_QUERY } from './settings-query.js';

export function SettingsTab({ id, onChange }: ApplicationTabProps) {
  const context = useConsole();
  const { texts } = context;
  const { query: parameters } = useLocation();
  const query = useQuery(SETTINGS_QUERY, { id });
  const [isAll, setAll] = useState(parameters.all === '1');
  const [saved, setSaved] = useState(0);
  const mayWrite = isAllowed(context, 'clients:write');
  const reload = () => {
    query.reload();
    onChange();
  };
  return (
    <Loaded query={query}>
      {({ client }) =>
        client && (
          <>
            <Section
              title={texts.say(isAll ? 'applications.allSettings' : 'applications.changedSettings')}
              text={texts.say('applications.settingsText')}
              actions={
                <button type="button" aria-pressed={isAll} onClick={() => setAll(!isAll)}>
                  {texts.say(isAll ? 'applications.showChanged' : 'applications.showAll')}
                </button>
              }
            >
              {mayWrite ? (
                <SettingsForm
                  key={saved}
                  client={client}
                  isAll={isAll}
                  onSaved={() => {
                    setSaved(saved + 1);
                    reload();
                  }}
                />
              ) : (
                <SettingsList client={client} isAll={isAll} />
              )}
            </Section>
            {mayWrite && <LogoSection client={client} onChange={reload} />}
            <Section title={texts.say('applications.about')}>
              <Facts
                items={[
                  { name: texts.say('applications.clientId'), value: <code>{client.id}</code> },
                  { name: texts.say('applications.issuerId'), value: <code>{client.issuerId}</code> },
                  { name: texts.say('applications.created'), value: texts.moment(client.createdAt) },
                  { name: texts.say('applications.updated'), value: texts.moment(client.updatedAt) },
                ]}
              />
              {mayWrite && <Delete id={client.id} name={String(client.name)} />}
            </Section>
          </>
        )
      }
    </Loaded>
  );
}

function Delete({ id, name }: { readonly id: string; readonly name: string }) {
  const { texts } = useConsole();
  const { route } = useLocation();
  const say = useNotice();
  return (
    <div class="actions">
      <TakeAway
        label={texts.say('applications.deleteButton')}
        title={texts.say('applications.deleteTitle', { name })}
        text={texts.say('applications.deleteText', { id })}
        confirmLabel={texts.say('applications.deleteConfirm')}
        document={DeleteApplication}
        variables={{ input: { id } }}
        effects={(data) => data.deleteClient.effects}
        onDone={() => {
          say(texts.say('applications.deleted', { name }));
          route('/console/applications');
        }}
      />
    </div>
  );
}
