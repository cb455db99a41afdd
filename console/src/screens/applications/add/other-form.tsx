import { useState } from 'preact/hooks';
import type { AdminRequestError } from '../../../../../packages/admin/src/client/admin-request-error.js';
import {
  AddOther,
  type AddOtherQuery,
  type CreateClientInput,
  CreateOther,
  type CreateOtherMutation,
} from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { useShownOnce } from '../../../parts/copy.js';
import { fieldError } from '../../../parts/form/field-error.js';
import { LinesField, TextField } from '../../../parts/form/fields.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { Loaded } from '../../../parts/loaded.js';
import { useMutation } from '../../../parts/mutation.js';
import { ScreenTitle } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { Created } from './created.js';
import { MoreOptions } from './more-options.js';
import { RelaxedField } from './relaxed-field.js';
import { isUnencrypted } from './unencrypted.js';
import { grantTo, NO_ONE_CHOSEN, WhoFields } from './who.js';

/** The kinds of applications that are not in the catalogue. */
export const KINDS = ['web', 'browser', 'native', 'service', 'proxy', 'basic', 'api'] as const;
type Kind = (typeof KINDS)[number];

/** What each kind sends besides the answers. Everything else gets the default of the server. */
const SETTINGS: Readonly<Record<Kind, Partial<CreateClientInput>>> = {
  web: { requirePkce: true },
  browser: { tokenEndpointAuthMethod: 'NONE' },
  native: { applicationType: 'NATIVE' },
  service: { grantTypes: ['CLIENT_CREDENTIALS'], scopes: [] },
  proxy: { integrations: ['FORWARD_AUTH'] },
  basic: { integrations: ['BASIC'] },
  api: { grantTypes: [], scopes: [] },
};

interface Values {
  readonly name: string;
  readonly id: string;
  readonly issuerId: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly redirectUriPolicy: 'STRICT' | 'RELAXED';
  readonly 'forwardAuth.hosts': readonly string[];
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
}

/** Adds an application that is not in the catalogue, with safe defaults. */
export function OtherForm({ kind }: { readonly kind: Kind }) {
  const { texts } = useConsole();
  const query = useQuery(AddOther, {});
  const [made, setMade] = useShownOnce<{
    readonly made: CreateOtherMutation['createClient'];
    readonly problem: string | undefined;
  }>();
  if (made !== undefined)
    return <Created client={made.made.client} clientSecret={made.made.clientSecret} problem={made.problem} />;
  return (
    <>
      <ScreenTitle
        title={texts.say(`applications.kind.${kind}`)}
        subtitle={texts.say(`applications.kindText.${kind}`)}
        back={{ href: '/console/add/application', label: texts.say('shell.addApplication') }}
      />
      <Loaded query={query}>
        {({ issuers }) => (
          <Questions kind={kind} issuers={issuers} onMade={(result, problem) => setMade({ made: result, problem })} />
        )}
      </Loaded>
    </>
  );
}

interface QuestionsProps {
  readonly kind: Kind;
  readonly issuers: AddOtherQuery['issuers'];
  readonly onMade: (made: CreateOtherMutation['createClient'], problem: string | undefined) => void;
}

function Questions({ kind, issuers, onMade }: QuestionsProps) {
  const { texts, connection, userId } = useConsole();
  const mutation = useMutation(CreateOther);
  const form = useForm<Values>({
    name: '',
    id: '',
    issuerId: 'default',
    redirectUris: [],
    postLogoutRedirectUris: [],
    redirectUriPolicy: 'STRICT',
    'forwardAuth.hosts': [],
    scopes: [],
    audiences: [],
  });
  const who = useForm(NO_ONE_CHOSEN);
  const { values } = form;
  const [mistake, setMistake] = useState<AdminRequestError>();
  const signsIn = kind !== 'service' && kind !== 'api';
  const hasRedirects = ['web', 'browser', 'native', 'basic'].includes(kind);
  const asksPolicy = hasRedirects && kind !== 'basic' && values.redirectUris.some(isUnencrypted);

  async function submit(): Promise<void> {
    const isRefused = asksPolicy && values.redirectUriPolicy === 'STRICT';
    setMistake(isRefused ? fieldError('redirectUris', texts.say('applications.needsHttps')) : undefined);
    if (isRefused) return;
    const result = await mutation.run({
      input: toInput(kind, values, { asksPolicy, isOpen: signsIn && who.values.who === 'everyone' }),
    });
    if (result === undefined) return;
    form.reset(values);
    who.reset(who.values);
    const { createClient: client } = result;
    const problem = signsIn ? await grantTo(connection, client.client.id, who.values, userId) : undefined;
    onMade(client, problem);
  }
  return (
    <Form
      form={form}
      error={mistake ?? mutation.error}
      isRunning={mutation.isRunning}
      submitLabel={texts.say('applications.addButton')}
      onSubmit={() => void submit()}
    >
      <TextField
        form={form}
        name="name"
        label={texts.say('applications.name')}
        hint={texts.say('applications.nameHint')}
        autofocus
        required
      />
      {hasRedirects && (
        <LinesField
          form={form}
          name="redirectUris"
          label={texts.say('setting.redirectUris')}
          hint={texts.say(kind === 'native' ? 'applications.nativeRedirectHint' : 'applications.redirectHint')}
        />
      )}
      {asksPolicy && <RelaxedField form={form} />}
      {kind === 'proxy' && (
        <LinesField
          form={form}
          name="forwardAuth.hosts"
          label={texts.say('applications.hosts')}
          hint={texts.say('applications.hostsHint')}
        />
      )}
      {kind === 'service' && (
        <LinesField
          form={form}
          name="scopes"
          label={texts.say('setting.scopes')}
          hint={texts.say('applications.scopesHint')}
        />
      )}
      {kind === 'api' && (
        <LinesField
          form={form}
          name="audiences"
          label={texts.say('setting.audiences')}
          hint={texts.say('applications.audiencesHint')}
        />
      )}
      {signsIn && <WhoFields form={who} />}
      <MoreOptions form={form} issuers={issuers}>
        <TextField
          form={form}
          name="id"
          label={texts.say('applications.clientId')}
          hint={texts.say('applications.idHint')}
        />
        {hasRedirects && kind !== 'basic' && (
          <LinesField form={form} name="postLogoutRedirectUris" label={texts.say('setting.postLogoutRedirectUris')} />
        )}
      </MoreOptions>
    </Form>
  );
}

function toInput(
  kind: Kind,
  values: Values,
  { asksPolicy, isOpen }: { readonly asksPolicy: boolean; readonly isOpen: boolean },
): CreateClientInput {
  const { name, id, issuerId, redirectUris, postLogoutRedirectUris, scopes, audiences, redirectUriPolicy } = values;
  return {
    ...SETTINGS[kind],
    name,
    issuerId,
    ...(id !== '' && { id }),
    ...(redirectUris.length > 0 && { redirectUris }),
    ...(postLogoutRedirectUris.length > 0 && { postLogoutRedirectUris }),
    ...(asksPolicy && redirectUriPolicy === 'RELAXED' && { redirectUriPolicy }),
    ...(kind === 'proxy' && { forwardAuth: { hosts: values['forwardAuth.hosts'] } }),
    ...(kind === 'service' && { scopes }),
    ...(kind === 'api' && { audiences }),
    ...(isOpen && { accessPolicy: 'ALL_USERS' as const }),
  };
}
