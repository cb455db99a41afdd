import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { AddSecret, RemoveSecret, type SecretRowFragment } from '../../../generated/applications.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Copyable } from '../../../parts/copy.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { ChoiceField } from '../../../parts/form/choice-fields.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { Table } from '../../../parts/list/table.js';
import { useMutation } from '../../../parts/mutation.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';

/** The server allows two secrets, so that an application can change from one to the other. */
const MAX_SECRETS = 2;

export interface SecretsProps {
  readonly client: {
    readonly id: string;
    readonly name: string;
    readonly tokenEndpointAuthMethod: string;
    readonly secrets: readonly SecretRowFragment[];
  };
  /** Call it after a secret was made or revoked. */
  readonly onChange: () => void;
}

export interface ShownSecretProps {
  /** The secret that was just made. */
  readonly secret: string | undefined;
  readonly onSecret: (secret: string) => void;
}

export function Secrets({ client, secret, onSecret, onChange }: SecretsProps & ShownSecretProps) {
  const context = useConsole();
  const { texts } = context;
  const [isAdding, setAdding] = useState(false);
  const mayWrite = isAllowed(context, 'clients:write');
  const { secrets } = client;
  const { path, query, route } = useLocation();
  const isAsked = query.secret !== undefined;
  // A link to this form can be used several times.
  useEffect(() => {
    if (!isAsked) return;
    setAdding(mayWrite);
    route(path, true);
  }, [isAsked]);
  if (secrets.length === 0 && ['NONE', 'PRIVATE_KEY_JWT'].includes(client.tokenEndpointAuthMethod)) return null;
  const add = mayWrite && !isAdding && secrets.length < MAX_SECRETS && (
    <button type="button" onClick={() => setAdding(true)}>
      {texts.say('applications.newSecret')}
    </button>
  );
  return (
    <Section title={texts.say('applications.secrets')} text={texts.say('applications.secretsText')} actions={add}>
      {secret !== undefined && <Copyable label={texts.say('applications.secret')} value={secret} isSecret />}
      {isAdding && (
        <NewSecret
          client={client}
          onCancel={() => setAdding(false)}
          onDone={(made) => {
            onSecret(made);
            setAdding(false);
            onChange();
          }}
        />
      )}
      {secrets.length === 0 ? (
        <p>{texts.say('applications.noSecret')}</p>
      ) : (
        <SecretTable client={client} mayWrite={mayWrite} onChange={onChange} />
      )}
    </Section>
  );
}

function SecretTable({
  client: { id, name, secrets },
  mayWrite,
  onChange,
}: SecretsProps & { readonly mayWrite: boolean }) {
  const { texts } = useConsole();
  const say = useNotice();
  return (
    <Table
      rows={secrets}
      rowKey={(one) => one.id}
      columns={[
        {
          name: texts.say('applications.secretHint'),
          isHeader: true,
          cell: ({ hint }) => <code>{hint}…</code>,
        },
        { name: texts.say('applications.created'), cell: ({ createdAt }) => texts.day(createdAt) },
        {
          name: texts.say('parts.lastUsed'),
          cell: ({ lastUsedAt }) => (lastUsedAt === null ? texts.say('applications.never') : texts.day(lastUsedAt)),
        },
        {
          name: texts.say('applications.expires'),
          cell: ({ expiresAt }) => (expiresAt === null ? texts.say('applications.never') : texts.moment(expiresAt)),
        },
        ...(mayWrite
          ? [
              {
                name: texts.say('parts.actions'),
                cell: (one: SecretRowFragment) => (
                  <TakeAway
                    label={texts.say('applications.revoke')}
                    title={texts.say('applications.revokeSecretTitle', { hint: one.hint, name })}
                    confirmLabel={texts.say('applications.revokeSecret')}
                    document={RemoveSecret}
                    variables={{ input: { clientId: id, secretId: one.id } }}
                    effects={(data) => data.removeClientSecret.effects}
                    onDone={() => {
                      say(texts.say('applications.secretRevoked'));
                      onChange();
                    }}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

/** Asks until when the present secret works, so that the application can change without an interruption. */
function NewSecret({
  client,
  onCancel,
  onDone,
}: {
  readonly client: SecretsProps['client'];
  readonly onCancel: () => void;
  readonly onDone: (secret: string) => void;
}) {
  const { texts } = useConsole();
  const mutation = useMutation(AddSecret);
  const form = useForm({ others: client.secrets.length === 0 ? 'keep' : '86400' });
  const element = useRef<HTMLDivElement>(null);
  // The title of the screen leaves the focus to an element with `autofocus`, if it appears after this form.
  useEffect(() => element.current?.focus(), []);
  const submit = async () => {
    const { others } = form.values;
    const input = { clientId: client.id, ...(others !== 'keep' && { expireOthersIn: Number(others) }) };
    const data = await mutation.run({ input });
    if (data !== undefined) onDone(data.addClientSecret.clientSecret);
  };
  return (
    <div ref={element} tabIndex={-1} autofocus>
      <Form
        form={form}
        error={mutation.error}
        isRunning={mutation.isRunning}
        submitLabel={texts.say('applications.makeSecret')}
        onSubmit={() => void submit()}
        onCancel={onCancel}
      >
        {client.secrets.length > 0 && (
          <ChoiceField
            form={form}
            name="others"
            label={texts.say('applications.presentSecret')}
            options={[
              { value: '86400', label: texts.say('applications.expiresInDay') },
              { value: '604800', label: texts.say('applications.expiresInWeek') },
              { value: 'keep', label: texts.say('applications.keepSecret') },
              { value: '0', label: texts.say('applications.expiresNow') },
            ]}
          />
        )}
      </Form>
    </div>
  );
}
