import { KeyGlyph } from '../layout/marks.js';
import { Choice, Field } from '../layout/parts.js';
import type { AccountTexts } from '../texts/account-texts.js';
import { ActionButton, ActionForm, Day, Fold, Rows, Section, type SectionFrame } from './account-parts.js';

export interface AccountApiKey {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly permissions: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt?: Date | undefined;
  readonly expired: boolean;
  readonly lastUsedAt?: Date | undefined;
}

export interface AccountApiKeys {
  readonly keys: readonly AccountApiKey[];
  /** What a new one may be allowed. */
  readonly permissions: readonly string[];
}

/** Days that a key can be made for. */
const LIFETIMES = [30, 90, 365];

export function ApiKeys({ of, apiKeys }: { of: SectionFrame; apiKeys: AccountApiKeys }) {
  const { apiKeys: texts } = of.frame.texts.ownAccount;
  return (
    <Section of={of} id="api-keys" heading={texts.heading} lead={texts.lead}>
      <Rows none={texts.none}>
        {apiKeys.keys.map((apiKey, position) => (
          <ApiKeyRow key={apiKey.id} of={of} apiKey={apiKey} position={position} />
        ))}
      </Rows>
      {apiKeys.permissions.length > 0 && (
        <Fold label={texts.add}>
          <ActionForm>
            <Field id="key-name" name="name" label={texts.name} autocomplete="off" required maxLength={100} />
            <Choice
              id="key-lifetime"
              name="days"
              label={texts.lifetime}
              value="90"
              options={[...LIFETIMES.map((days) => [String(days), texts.days(days)] as const), ['', texts.forever]]}
            />
            <Permissions texts={texts} permissions={apiKeys.permissions} />
            <ActionButton action="create-api-key">{texts.make}</ActionButton>
          </ActionForm>
        </Fold>
      )}
    </Section>
  );
}

function Permissions({ texts, permissions }: { texts: AccountTexts['apiKeys']; permissions: readonly string[] }) {
  return (
    <fieldset class="checks">
      <legend>{texts.permissions}</legend>
      {permissions.map((permission) => (
        <label key={permission} class="check">
          <input type="checkbox" name="permission" value={permission} />
          {permission === '*' ? texts.everything : <code>{permission}</code>}
        </label>
      ))}
    </fieldset>
  );
}

interface ApiKeyRowProps {
  readonly of: SectionFrame;
  readonly apiKey: AccountApiKey;
  readonly position: number;
}

function ApiKeyRow({ of, apiKey, position }: ApiKeyRowProps) {
  const { apiKeys: texts } = of.frame.texts.ownAccount;
  const { id, name, hint, permissions, createdAt, expiresAt, expired, lastUsedAt } = apiKey;
  const title = `key-${position}`;
  return (
    <li class="row">
      <span class="row-glyph">
        <KeyGlyph />
      </span>
      <div class="row-body">
        <p class="row-title" id={title}>
          {name}
        </p>
        <p class="row-detail">
          <code>{`pg_${id}.${hint}…`}</code>
          {permissions.map((permission) => (
            <span key={permission} class="tag">
              {permission === '*' ? texts.everything : permission}
            </span>
          ))}
        </p>
        <p class="row-detail">
          <Day of={of} at={createdAt} say={texts.created} />
          {expiresAt !== undefined && <Day of={of} at={expiresAt} say={expired ? texts.expired : texts.expires} />}
          {lastUsedAt === undefined ? (
            <span>{texts.neverUsed}</span>
          ) : (
            <Day of={of} at={lastUsedAt} say={texts.lastUsed} />
          )}
        </p>
        <div class="folds">
          <Fold label={texts.remove} about={title}>
            <ActionForm target={['key', id]}>
              <p>{texts.removeLead}</p>
              <ActionButton action="delete-api-key" about={title}>
                {texts.removeButton}
              </ActionButton>
            </ActionForm>
          </Fold>
        </div>
      </div>
    </li>
  );
}
