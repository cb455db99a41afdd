import type { OwnProfileField } from '../../model/people/user.js';
import { assetUrl, TIME_ZONES } from '../layout/assets.js';
import type { Frame } from '../layout/frame.js';
import { Choice, Field, type FieldProps } from '../layout/parts.js';
import type { TextKey, Texts } from '../texts/texts.js';
import { ActionButton, ActionForm, fieldProblem, type SectionFrame } from './account-parts.js';

export interface AccountProfile {
  readonly username: string;
  readonly email?: { readonly value: string; readonly verified: boolean } | undefined;
  readonly phone?: { readonly value: string; readonly verified: boolean } | undefined;
  /**
   * The value that each field shows: the stored value or, if the server rejected the form, the value that the user
   * typed.
   */
  readonly fields: Readonly<Record<OwnProfileField, string>>;
  /** The URL path of the user's picture, if it is on this server. */
  readonly picture?: string | undefined;
  /** The fields that users may change themselves. The page shows all other fields as text. */
  readonly editable: readonly OwnProfileField[];
}

export const LABELS: Readonly<Record<OwnProfileField, TextKey>> = {
  name: 'profile.name',
  givenName: 'profile.givenName',
  familyName: 'profile.familyName',
  picture: 'profile.picture',
  email: 'profile.email',
  phoneNumber: 'profile.phone',
  locale: 'profile.locale',
  zoneinfo: 'profile.zoneinfo',
};

type TextFieldName = Exclude<OwnProfileField, 'locale' | 'zoneinfo'>;

/**
 * Attributes of the text fields. HTML defines the values of `autocomplete`:
 * https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill
 */
const INPUTS: Readonly<Record<TextFieldName, Pick<FieldProps, 'autocomplete' | 'inputMode' | 'maxLength'>>> = {
  name: { autocomplete: 'name', maxLength: 200 },
  givenName: { autocomplete: 'given-name', maxLength: 200 },
  familyName: { autocomplete: 'family-name', maxLength: 200 },
  picture: { autocomplete: 'photo', inputMode: 'url', maxLength: 2048 },
  email: { autocomplete: 'email', inputMode: 'email', maxLength: 254 },
  phoneNumber: { autocomplete: 'tel', inputMode: 'tel', maxLength: 254 },
};

const IDENTIFIERS: ReadonlySet<OwnProfileField> = new Set(['picture', 'email', 'phoneNumber']);

interface TextFieldProps {
  readonly texts: Texts;
  readonly field: TextFieldName;
  readonly profile: AccountProfile;
  readonly problem?: string | undefined;
}

export function TextField({ texts, field, profile, problem }: TextFieldProps) {
  const { say } = texts;
  return (
    <Field
      id={`profile-${field}`}
      name={field}
      label={say(LABELS[field])}
      hint={field === 'picture' ? say('profile.pictureHint') : undefined}
      remark={verification(texts, profile, field)}
      problem={problem}
      value={profile.fields[field]}
      kind={IDENTIFIERS.has(field) ? 'identifier' : 'words'}
      {...INPUTS[field]}
    />
  );
}

/**
 * Says whether the email address or the phone number is verified. Returns `undefined` for all other fields, and for an
 * empty field.
 */
export function verification(
  { say }: Texts,
  { email, phone }: AccountProfile,
  field: OwnProfileField,
): string | undefined {
  const contact = field === 'email' ? email : field === 'phoneNumber' ? phone : undefined;
  return contact && say(contact.verified ? 'profile.verified' : 'profile.unverified');
}

interface TimeZoneFieldProps {
  readonly frame: Frame;
  readonly value: string;
  readonly problem?: string | undefined;
}

/** A drop-down list. The page's script loads the time zones only on demand, because there are more than 400. */
export function TimeZoneField({ frame: { texts, assets }, value, problem }: TimeZoneFieldProps) {
  const { say } = texts;
  const current = value === '' ? [] : [[value, zoneName(value)] as const];
  return (
    <Choice
      id="profile-zoneinfo"
      name="zoneinfo"
      label={say(LABELS.zoneinfo)}
      value={value}
      options={[['', say('profile.notSet')], ...current]}
      problem={problem}
      furtherOptions={assetUrl(assets, TIME_ZONES)}
    />
  );
}

function zoneName(zone: string): string {
  return zone.replaceAll('_', ' ');
}

interface PictureProps {
  readonly of: SectionFrame;
  readonly picture: string | undefined;
  readonly canChange: boolean;
}

/** Shows the user's picture, and the form that uploads another one. A file needs a form of its own type. */
export function Picture({ of, picture, canChange }: PictureProps) {
  const { say } = of.frame.texts;
  const problem = fieldProblem(of, 'profile', 'pictureFile');
  return (
    <>
      {picture !== undefined && <img class="picture" src={picture} alt={say('profile.picture')} />}
      {canChange && (
        <form method="post" action="/account/picture" enctype="multipart/form-data" class="stack">
          <div class="field">
            <label for="picture-file">{say('profile.pictureFile')}</label>
            <input
              type="file"
              id="picture-file"
              name="picture"
              accept="image/jpeg,image/png,image/webp"
              required
              autofocus={problem !== undefined}
              aria-invalid={problem !== undefined}
              aria-describedby="picture-hint"
            />
            <p id="picture-hint" class={problem === undefined ? 'hint' : 'field-problem'}>
              {problem ?? say('profile.pictureFileHint')}
            </p>
          </div>
          <button type="submit" class="button button-quiet">
            {say('profile.pictureUpload')}
          </button>
        </form>
      )}
      {canChange && picture !== undefined && (
        <ActionForm>
          <ActionButton action="remove-picture">{say('profile.pictureRemove')}</ActionButton>
        </ActionForm>
      )}
    </>
  );
}
