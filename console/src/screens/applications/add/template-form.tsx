import { useState } from 'preact/hooks';
import type { AdminRequestError } from '../../../../../packages/admin/src/client/admin-request-error.js';
import {
  AddFromTemplate,
  type AddFromTemplateQuery,
  CreateFromTemplate,
  type CreateFromTemplateMutation,
  type TemplateFragment,
} from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { useShownOnce } from '../../../parts/copy.js';
import { fieldError } from '../../../parts/form/field-error.js';
import { TextField } from '../../../parts/form/fields.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { Empty } from '../../../parts/list/list-tools.js';
import { Loaded } from '../../../parts/loaded.js';
import { useMutation } from '../../../parts/mutation.js';
import { ScreenTitle } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { screenPath } from '../../../parts/screen-path.js';
import { Created } from './created.js';
import { MoreOptions } from './more-options.js';
import { namedErrors } from './named-errors.js';
import { RelaxedField } from './relaxed-field.js';
import { isUnencrypted } from './unencrypted.js';
import { grantTo, NO_ONE_CHOSEN, WhoFields } from './who.js';

type Made = CreateFromTemplateMutation['createClientFromTemplate'];

interface Result {
  readonly made: Made;
  /** The values that were entered, by the names of the fields of the template. */
  readonly given: Readonly<Record<string, string>>;
  /** Why those who were chosen have no access yet. */
  readonly problem: string | undefined;
}

/** Adds a product of the catalogue: its URL, who may use it, and then what to enter in it. */
export function TemplateForm({ id }: { readonly id: string }) {
  const { texts } = useConsole();
  const query = useQuery(AddFromTemplate, { id });
  const [made, setMade] = useShownOnce<Result>();
  const back = { href: '/console/add/application', label: texts.say('shell.addApplication') };
  return (
    <Loaded query={query}>
      {(data) => {
        const { applicationTemplate: template } = data;
        if (template === null)
          return <Empty title={texts.say('applications.noTemplate')} text={texts.say('applications.noTemplateText')} />;
        const added = findAdded(data, id);
        return made === undefined ? (
          <>
            <ScreenTitle
              title={texts.say('applications.addNamed', { name: template.name })}
              subtitle={<span lang="en">{template.description}</span>}
              back={back}
            />
            {added !== undefined && (
              <p>
                {texts.say('applications.alreadyAdded', { name: template.name })}{' '}
                <a href={screenPath('applications', added.id)}>
                  {texts.say('applications.open', { name: template.name })}
                </a>
              </p>
            )}
            <Questions template={template} data={data} onMade={setMade} />
          </>
        ) : (
          <Created
            client={made.made.client}
            clientSecret={made.made.clientSecret}
            productName={template.name}
            values={made.made}
            template={template}
            given={made.given}
            problem={made.problem}
          />
        );
      }}
    </Loaded>
  );
}

/** An application with the id of the product, or of which the server remembers the product. */
function findAdded({ client, clients }: AddFromTemplateQuery, id: string): { readonly id: string } | undefined {
  return client ?? clients.edges.map(({ node }) => node).find(({ templateId }) => templateId === id);
}

interface QuestionsProps {
  readonly template: TemplateFragment;
  readonly data: AddFromTemplateQuery;
  readonly onMade: (result: Result) => void;
}

function Questions({ template, data, onMade }: QuestionsProps) {
  const { texts, connection, userId } = useConsole();
  const mutation = useMutation(CreateFromTemplate);
  const form = useForm<Record<string, string>>({
    ...Object.fromEntries(template.fields.map(({ name, default: value }) => [`value.${name}`, value ?? ''])),
    id: data.client === null ? template.id : `${template.id}-2`,
    name: template.name,
    issuerId: 'default',
    redirectUriPolicy: 'STRICT',
  });
  const who = useForm(NO_ONE_CHOSEN);
  const { values } = form;
  const isHttp = isUnencrypted(values['value.url']);
  const [mistake, setMistake] = useState<AdminRequestError>();
  const needed = template.fields.filter((field) => field.default === null);
  const others = template.fields.filter((field) => field.default !== null);

  async function submit(): Promise<void> {
    const isRefused = isHttp && values.redirectUriPolicy === 'STRICT';
    setMistake(isRefused ? fieldError('value.url', texts.say('applications.needsHttps')) : undefined);
    if (isRefused) return;
    const result = await mutation.run({
      input: {
        templateId: template.id,
        id: values.id,
        name: values.name,
        issuerId: values.issuerId,
        accessPolicy: who.values.who === 'everyone' ? 'ALL_USERS' : 'PERMITTED_USERS',
        redirectUriPolicy: isHttp ? 'RELAXED' : 'STRICT',
        values: template.fields.map(({ name }) => ({ name, value: values[`value.${name}`] ?? '' })),
      },
    });
    if (result === undefined) return;
    form.reset(values);
    who.reset(who.values);
    const { createClientFromTemplate: made } = result;
    const problem = await grantTo(connection, made.client.id, who.values, userId);
    const given = template.fields.map(({ name }) => [name, values[`value.${name}`] ?? '']);
    onMade({ made, given: Object.fromEntries(given), problem });
  }
  const field = ({ name, label, example }: TemplateFragment['fields'][number], isNeeded: boolean) => (
    <TextField
      key={name}
      form={form}
      name={`value.${name}`}
      label={label}
      hint={name.endsWith('_group') ? texts.say('applications.groupHint') : undefined}
      placeholder={example}
      required={isNeeded}
      type={name === 'url' ? 'url' : 'text'}
      autofocus={name === 'url'}
    />
  );
  return (
    <Form
      form={form}
      error={mistake ?? namedErrors(mutation.error, template)}
      isRunning={mutation.isRunning}
      submitLabel={texts.say('applications.addButton')}
      onSubmit={() => void submit()}
    >
      {needed.map((one) => field(one, true))}
      {isHttp && <RelaxedField form={form} />}
      <WhoFields form={who} />
      {others.map((one) => field(one, false))}
      <MoreOptions form={form} issuers={data.issuers}>
        <TextField form={form} name="name" label={texts.say('applications.name')} required />
        <TextField form={form} name="id" label={texts.say('applications.clientId')} required />
      </MoreOptions>
    </Form>
  );
}
