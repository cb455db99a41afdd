import { useState } from 'preact/hooks';
import { ServerSettings, type ServerSettingsQuery, UpdateServerSettings } from '../../generated/server.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { useCheckedChange } from '../../parts/dialogs/checked-change.js';
import { Form, useForm } from '../../parts/form/form.js';
import { Loaded } from '../../parts/loaded.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { SettingField } from './setting-field.js';
import { changesOf, GROUPS, type SettingName, valuesOf } from './setting-values.js';

type Settings = ServerSettingsQuery['serverSettings'];

/** The settings of the server. Name, links, logo and colours have a screen with a preview. */
export function Settings() {
  return (
    <Loaded query={useQuery(ServerSettings, {})}>
      {({ serverSettings }) => <SettingsForm settings={serverSettings} />}
    </Loaded>
  );
}

function SettingsForm({ settings: loaded }: { readonly settings: Settings }) {
  const context = useConsole();
  const { texts } = context;
  const mayChange = isAllowed(context, 'issuers:write');
  const notice = useNotice();
  const [settings, setSettings] = useState(loaded);
  const [showsVariables, setShowsVariables] = useState(false);
  const form = useForm(valuesOf(loaded));
  const change = useCheckedChange({
    document: UpdateServerSettings,
    effects: (data) => data.updateServerSettings.effects,
    title: texts.say('settings.ask'),
    confirmLabel: texts.say('parts.save'),
    onDone: ({ updateServerSettings: { serverSettings } }) => {
      setSettings(serverSettings);
      form.reset(valuesOf(serverSettings));
      notice(texts.say('settings.saved'));
    },
  });
  const fields = (names: readonly SettingName[]) =>
    names.map((name) => (
      <SettingField
        key={name}
        form={form}
        name={name}
        showsVariable={showsVariables}
        source={mayChange ? settings.sources[name] : 'READ_ONLY'}
        onDefault={form.isChanged ? undefined : () => void change.begin({ input: { [name]: null } })}
      />
    ));
  const groups = GROUPS.map(({ name, settings: names }) => (
    <Section key={name} title={texts.say(`settings.group.${name}`)}>
      {fields(names)}
    </Section>
  ));
  return (
    <>
      <p class="hint">
        {texts.say('settings.text')} <a href="/console/branding">{texts.say('settings.branding')}</a>
      </p>
      <div class="actions">
        <button
          type="button"
          class="small"
          aria-pressed={showsVariables}
          onClick={() => setShowsVariables(!showsVariables)}
        >
          {texts.say('settings.variables')}
        </button>
      </div>
      {mayChange ? (
        <Form
          form={form}
          error={change.error}
          isRunning={change.isRunning}
          onSubmit={() => change.begin({ input: changesOf(valuesOf(settings), form.values) })}
        >
          {groups}
        </Form>
      ) : (
        <div class="form">{groups}</div>
      )}
      {change.dialog}
    </>
  );
}
