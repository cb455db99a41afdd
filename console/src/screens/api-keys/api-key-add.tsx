import { CreateApiKey, type CreateApiKeyMutation } from '../../generated/api-keys.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { useShownOnce } from '../../parts/copy.js';
import { ChoiceField, SelectField } from '../../parts/form/choice-fields.js';
import { fieldError } from '../../parts/form/field-error.js';
import { TextField } from '../../parts/form/fields.js';
import { Form, type FormState, useForm } from '../../parts/form/form.js';
import { useMutation } from '../../parts/mutation.js';
import { ScreenTitle } from '../../parts/page.js';
import { NewKey } from './new-key.js';
import { chosenPermissions, levelsOf, NO_PERMISSIONS, type PermissionValues, RESOURCES } from './permissions.js';

const LIFETIMES = ['86400', '2592000', '7776000', '31536000', 'never'] as const;

type Values = { readonly name: string; readonly expiresIn: (typeof LIFETIMES)[number] } & PermissionValues;

const START: Values = { name: '', expiresIn: '7776000', ...NO_PERMISSIONS };

export function AddApiKeyScreen() {
  const context = useConsole();
  const { texts } = context;
  const form = useForm<Values>(START);
  const create = useMutation(CreateApiKey);
  const [made, setMade] = useShownOnce<CreateApiKeyMutation['createApiKey']>();
  if (made !== undefined) return <NewKey made={made} />;

  async function submit(): Promise<void> {
    const { name, expiresIn } = form.values;
    const permissions = chosenPermissions(context, form.values);
    const lifetime = expiresIn === 'never' ? {} : { expiresIn: Number(expiresIn) };
    const data = await create.run({ input: { name, permissions, ...lifetime } });
    if (data === undefined) return;
    form.reset();
    setMade(data.createApiKey);
  }

  // A resource has the name of the list of all permissions.
  const isAboutAll = /^(input\.)?permissions\b/.test(create.error?.field ?? '');
  const error = isAboutAll ? fieldError('reach', create.error?.message ?? '') : create.error;
  return (
    <>
      <ScreenTitle
        title={texts.say('shell.addApiKey')}
        back={{ href: '/console/api-keys', label: texts.say('shell.apiKeys') }}
      />
      <Form
        form={form}
        error={error}
        isRunning={create.isRunning}
        submitLabel={texts.say('apiKeys.create')}
        onSubmit={() => void submit()}
      >
        <TextField
          form={form}
          name="name"
          label={texts.say('apiKeys.name')}
          hint={texts.say('apiKeys.nameHint')}
          required
        />
        <SelectField
          form={form}
          name="expiresIn"
          label={texts.say('apiKeys.expiry')}
          options={LIFETIMES.map((value) => ({ value, label: texts.say(`apiKeys.expiry.${value}`) }))}
        />
        <ReachField form={form} />
        {form.values.reach === 'chosen' && <Levels form={form} />}
      </Form>
    </>
  );
}

function ReachField({ form }: { readonly form: FormState<Values> }) {
  const context = useConsole();
  const { texts } = context;
  const options = [
    { value: 'chosen', label: texts.say('apiKeys.reachChosen') },
    { value: 'read', label: texts.say('apiKeys.reachRead') },
    ...(isAllowed(context, '*')
      ? [{ value: 'all', label: texts.say('apiKeys.reachAll'), hint: texts.say('apiKeys.reachAllHint') }]
      : []),
  ];
  return <ChoiceField form={form} name="reach" label={texts.say('apiKeys.reach')} options={options} />;
}

/** One field for each resource, with the levels that the user can give. */
function Levels({ form }: { readonly form: FormState<Values> }) {
  const context = useConsole();
  const { texts } = context;
  const label = (level: string) =>
    level === 'read' || level === 'write' ? texts.say(`apiKeys.level.${level}`) : texts.say('apiKeys.noAccess');
  return (
    <fieldset class="permission-levels">
      <legend>{texts.say('apiKeys.choose')}</legend>
      <p class="hint">{texts.say('apiKeys.chooseText')}</p>
      {RESOURCES.filter((resource) => levelsOf(context, resource).length > 0).map((resource) => (
        <SelectField
          key={resource}
          form={form}
          name={resource}
          label={texts.say(`permission.${resource}`)}
          hint={texts.say(`permission.about.${resource}`)}
          options={levelsOf(context, resource).map((value) => ({ value, label: label(value) }))}
        />
      ))}
    </fieldset>
  );
}
