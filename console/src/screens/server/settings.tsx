import { useState } from 'preact/hooks';
import {
  ServerSettings,
  type ServerSettingsQuery,
  UpdateServerSettings,
  type UpdateServerSettingsInput,
} from '../../generated/server.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Dialog } from '../../parts/dialog.js';
import { type Effects, EffectsInWords } from '../../parts/effects-in-words.js';
import { Form, useForm } from '../../parts/form/form.js';
import { Loaded } from '../../parts/loaded.js';
import { useMutation } from '../../parts/mutation.js';
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
  const mutation = useMutation(UpdateServerSettings);
  const [settings, setSettings] = useState(loaded);
  const [asked, setAsked] = useState<Asked>();
  const form = useForm(valuesOf(loaded));

  async function save(input: UpdateServerSettingsInput): Promise<void> {
    setAsked(undefined);
    const data = await mutation.run({ input, dryRun: false });
    if (data === undefined) return;
    const { serverSettings } = data.updateServerSettings;
    setSettings(serverSettings);
    form.reset(valuesOf(serverSettings));
    notice(texts.say('settings.saved'));
  }
  /** Saves at once if the change ends nothing. Otherwise asks first. */
  async function check(input: UpdateServerSettingsInput): Promise<void> {
    const data = await mutation.run({ input, dryRun: true });
    const effects = data?.updateServerSettings.effects;
    if (data === undefined) return;
    if (endsSomething(effects)) setAsked({ input, effects });
    else await save(input);
  }
  const fields = (names: readonly SettingName[]) =>
    names.map((name) => (
      <SettingField
        key={name}
        form={form}
        name={name}
        source={mayChange ? settings.sources[name] : 'READ_ONLY'}
        onDefault={form.isChanged ? undefined : () => void check({ [name]: null })}
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
      {mayChange ? (
        <Form
          form={form}
          error={mutation.error}
          isRunning={mutation.isRunning}
          onSubmit={() => check(changesOf(valuesOf(settings), form.values))}
        >
          {groups}
        </Form>
      ) : (
        <div class="form">{groups}</div>
      )}
      {asked !== undefined && (
        <Ask asked={asked} onSave={() => void save(asked.input)} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

/** A change that the user has to confirm, because it ends something. */
interface Asked {
  readonly input: UpdateServerSettingsInput;
  readonly effects: Effects | null | undefined;
}

interface AskProps {
  readonly asked: Asked;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

function Ask({ asked, onSave, onClose }: AskProps) {
  const { texts } = useConsole();
  return (
    <Dialog title={texts.say('settings.ask')} onClose={onClose}>
      <EffectsInWords effects={asked.effects} />
      <div class="actions">
        <button type="button" class="danger main" onClick={onSave}>
          {texts.say('parts.save')}
        </button>
        <button type="button" onClick={onClose}>
          {texts.say('parts.cancel')}
        </button>
      </div>
    </Dialog>
  );
}

function endsSomething(effects: Effects | null | undefined): boolean {
  return Object.values(effects ?? {}).some(({ count }) => count > 0);
}
