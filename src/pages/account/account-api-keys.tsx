import { Choice, Field, FieldProblem } from '../layout/parts.js';
import {
  ActionButton,
  ActionForm,
  Day,
  Fold,
  fieldProblem,
  KeyRow,
  Rows,
  Section,
  type SectionFrame,
} from './account-parts.js';

export interface AccountApiKey {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly permissions: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt?: Date | undefined;
  readonly expired: boolean;
  /** Whether the API key is invalid although it has not expired, for example because the account was recovered. */
  readonly stopped: boolean;
  readonly lastUsedAt?: Date | undefined;
}

export interface AccountApiKeys {
  readonly keys: readonly AccountApiKey[];
  /** The permissions that the user can choose for a new API key. */
  readonly permissions: readonly string[];
  /** The values that the user typed for a new API key. They are set if the server rejected the form. */
  readonly typed?: NewKey | undefined;
}

interface NewKey {
  readonly name: string;
  readonly days: string;
  readonly permissions: readonly string[];
}

const LIFETIMES_DAYS = [30, 90, 365];

export function ApiKeys({ of, apiKeys }: { of: SectionFrame; apiKeys: AccountApiKeys }) {
  const { texts } = of.frame;
  return (
    <Section of={of} id="api-keys" heading="apiKeys.heading" lead="apiKeys.lead">
      <Rows none={texts.say('apiKeys.none')}>
        {apiKeys.keys.map((apiKey, position) => (
          <ApiKeyRow key={apiKey.id} of={of} apiKey={apiKey} position={position} />
        ))}
      </Rows>
      {apiKeys.permissions.length > 0 && <NewApiKey of={of} apiKeys={apiKeys} />}
    </Section>
  );
}

function NewApiKey({ of, apiKeys: { permissions, typed } }: { of: SectionFrame; apiKeys: AccountApiKeys }) {
  const { say } = of.frame.texts;
  const problem = fieldProblem(of, 'api-keys', 'permissions');
  const lifetimes = LIFETIMES_DAYS.map((days) => [String(days), say('apiKeys.days', { count: days })] as const);
  return (
    <Fold label={say('apiKeys.add')} open={typed !== undefined}>
      <ActionForm>
        <Field
          id="key-name"
          name="name"
          label={say('apiKeys.name')}
          value={typed?.name}
          problem={fieldProblem(of, 'api-keys', 'name')}
          autocomplete="off"
          required
          maxLength={100}
        />
        <Choice
          id="key-lifetime"
          name="days"
          label={say('apiKeys.lifetime')}
          value={typed?.days ?? '90'}
          options={[...lifetimes, ['', say('apiKeys.forever')]]}
        />
        <fieldset
          class="checks"
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={problem && 'key-problem'}
        >
          <legend>{say('apiKeys.permissions')}</legend>
          {problem !== undefined && <FieldProblem id="key-problem" text={problem} />}
          {permissions.map((permission) => (
            <label key={permission} class="check">
              <input
                type="checkbox"
                name="permission"
                value={permission}
                checked={typed?.permissions.includes(permission)}
              />
              {permission === '*' ? say('apiKeys.everything') : <code>{permission}</code>}
            </label>
          ))}
        </fieldset>
        <ActionButton action="create-api-key">{say('apiKeys.create')}</ActionButton>
      </ActionForm>
    </Fold>
  );
}

interface ApiKeyRowProps {
  readonly of: SectionFrame;
  readonly apiKey: AccountApiKey;
  readonly position: number;
}

function ApiKeyRow({ of, apiKey, position }: ApiKeyRowProps) {
  const { say } = of.frame.texts;
  const { id, name, hint, permissions, createdAt, expiresAt, expired, stopped, lastUsedAt } = apiKey;
  const title = `key-${position}`;
  return (
    <KeyRow title={title} name={name}>
      <p class="row-detail">
        <code>{`pg_${id}.${hint}…`}</code>
        {permissions.map((permission) => (
          <span key={permission} class="tag">
            {permission === '*' ? say('apiKeys.everything') : permission}
          </span>
        ))}
      </p>
      <p class="row-detail">
        <Day of={of} at={createdAt} text="apiKeys.created" />
        {stopped && <span>{say('apiKeys.stopped')}</span>}
        {expiresAt !== undefined && (
          <Day of={of} at={expiresAt} text={expired ? 'apiKeys.expired' : 'apiKeys.expires'} />
        )}
        {lastUsedAt === undefined ? (
          <span>{say('apiKeys.neverUsed')}</span>
        ) : (
          <Day of={of} at={lastUsedAt} text="apiKeys.lastUsed" />
        )}
      </p>
      <div class="folds">
        <Fold label={say('apiKeys.delete')} about={title}>
          <ActionForm target={['key', id]}>
            <p>{say('apiKeys.deleteLead')}</p>
            <ActionButton action="delete-api-key" about={title}>
              {say('apiKeys.deleteButton')}
            </ActionButton>
          </ActionForm>
        </Fold>
      </div>
    </KeyRow>
  );
}
