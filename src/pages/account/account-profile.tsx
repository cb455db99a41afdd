import { type ComponentChild, Fragment } from 'preact';
import type { OwnProfileField } from '../../model/people/user.js';
import { Choice, Field } from '../layout/parts.js';
import type { TextKey, Texts } from '../texts/texts.js';
import { ActionButton, ActionForm, Section, type SectionFrame } from './account-parts.js';

export interface AccountProfile {
  readonly username: string;
  readonly email?: { readonly value: string; readonly verified: boolean } | undefined;
  readonly phone?: { readonly value: string; readonly verified: boolean } | undefined;
  /** The stored values, or what the user typed if the form was rejected. */
  readonly fields: Readonly<Record<OwnProfileField, string>>;
  /** The fields that users may change; the page only shows the others. */
  readonly editable: readonly OwnProfileField[];
}

interface ProfileProps {
  readonly of: SectionFrame;
  readonly profile: AccountProfile;
  /** Languages that the user can choose. */
  readonly languages: readonly string[];
}

export function Profile({ of, profile, languages }: ProfileProps) {
  const { texts } = of.frame;
  return (
    <Section of={of} id="profile" heading="profile.heading" lead="profile.lead">
      {profile.editable.length > 0 && (
        <ActionForm>
          {ROWS.map((row) => (
            <Row key={row[0]} texts={texts} profile={profile} fields={row} languages={languages} />
          ))}
          <ActionButton action="change-profile">{texts.say('profile.save')}</ActionButton>
        </ActionForm>
      )}
      <Facts texts={texts} profile={profile} />
    </Section>
  );
}

/** Two fields share a row if the screen is wide enough. */
const ROWS: readonly (readonly OwnProfileField[])[] = [
  ['name'],
  ['givenName', 'familyName'],
  ['picture'],
  ['email', 'phoneNumber'],
  ['locale', 'zoneinfo'],
];

const LABELS: Readonly<Record<OwnProfileField, TextKey>> = {
  name: 'profile.name',
  givenName: 'profile.givenName',
  familyName: 'profile.familyName',
  picture: 'profile.picture',
  email: 'profile.email',
  phoneNumber: 'profile.phone',
  locale: 'profile.locale',
  zoneinfo: 'profile.zoneinfo',
};

interface RowProps {
  readonly texts: Texts;
  readonly profile: AccountProfile;
  readonly fields: readonly OwnProfileField[];
  readonly languages: readonly string[];
}

function Row({ texts, profile, fields, languages }: RowProps) {
  const shown: ComponentChild[] = fields
    .filter((field) => profile.editable.includes(field))
    .map((field) =>
      field === 'locale' || field === 'zoneinfo' ? (
        <ListField key={field} texts={texts} field={field} value={profile.fields[field]} languages={languages} />
      ) : (
        <TextField key={field} texts={texts} field={field} profile={profile} />
      ),
    );
  if (shown.length === 0) return null;
  return fields.length === 1 ? shown : <div class="pair">{shown}</div>;
}

type TextFieldName = Exclude<OwnProfileField, 'locale' | 'zoneinfo'>;

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */
const INPUTS: Readonly<Record<TextFieldName, { readonly autocomplete: string; readonly maxLength: number }>> = {
  name: { autocomplete: 'name', maxLength: 200 },
  givenName: { autocomplete: 'given-name', maxLength: 200 },
  familyName: { autocomplete: 'family-name', maxLength: 200 },
  picture: { autocomplete: 'photo', maxLength: 2048 },
  email: { autocomplete: 'email', maxLength: 254 },
  phoneNumber: { autocomplete: 'tel', maxLength: 254 },
};

const IDENTIFIERS: ReadonlySet<OwnProfileField> = new Set(['picture', 'email', 'phoneNumber']);

function TextField({ texts, field, profile }: { texts: Texts; field: TextFieldName; profile: AccountProfile }) {
  const { say } = texts;
  return (
    <Field
      id={`profile-${field}`}
      name={field}
      label={say(LABELS[field])}
      hint={field === 'picture' ? say('profile.pictureHint') : undefined}
      remark={verification(texts, profile, field)}
      value={profile.fields[field]}
      kind={IDENTIFIERS.has(field) ? 'identifier' : 'words'}
      {...INPUTS[field]}
    />
  );
}

/** Whether the address is verified; `undefined` for other fields and for an address that is not set. */
function verification({ say }: Texts, { email, phone }: AccountProfile, field: OwnProfileField): string | undefined {
  const contact = field === 'email' ? email : field === 'phoneNumber' ? phone : undefined;
  return contact && say(contact.verified ? 'profile.verified' : 'profile.unverified');
}

const TIME_ZONES = Intl.supportedValuesOf('timeZone');

interface ListFieldProps {
  readonly texts: Texts;
  readonly field: 'locale' | 'zoneinfo';
  readonly value: string;
  readonly languages: readonly string[];
}

function ListField({ texts: { say }, field, value, languages }: ListFieldProps) {
  const values = withCurrent(field === 'locale' ? languages : TIME_ZONES, value);
  const options = values.map(
    (option) => [option, field === 'locale' ? languageName(option) : zoneName(option)] as const,
  );
  return (
    <Choice
      id={`profile-${field}`}
      name={field}
      label={say(LABELS[field])}
      value={value}
      options={[['', say('profile.notSet')], ...options]}
    />
  );
}

/** A value that an administrator set stays in the list, even if users cannot choose it. */
function withCurrent(values: readonly string[], current: string): readonly string[] {
  return current === '' || values.includes(current) ? values : [current, ...values];
}

function zoneName(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/** The language's name in the language itself. */
function languageName(language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}

/** What only administrators change, as far as it is set. */
function Facts({ texts, profile }: { texts: Texts; profile: AccountProfile }) {
  const fixed = ROWS.flat().filter((field) => !profile.editable.includes(field) && profile.fields[field] !== '');
  const facts = fixed.map((field) => {
    const remark = verification(texts, profile, field);
    const value = profile.fields[field];
    return [texts.say(LABELS[field]), remark === undefined ? value : `${value} (${remark})`] as const;
  });
  return (
    <>
      <dl class="facts">
        {[[texts.say('common.username'), profile.username] as const, ...facts].map(([term, fact]) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </Fragment>
        ))}
      </dl>
      <p class="hint">{texts.say('profile.byAdministrators')}</p>
    </>
  );
}
