import { ActionButton, ActionForm, Section, type SectionFrame } from './account-parts.js';
import type { AccountTexts } from './account-texts.js';
import { Choice, Field } from './parts.js';

export interface AccountProfile {
  readonly username: string;
  readonly email?: { readonly value: string; readonly verified: boolean } | undefined;
  readonly phone?: { readonly value: string; readonly verified: boolean } | undefined;
  /** As they are stored, or as they were typed. */
  readonly fields: Readonly<Record<ProfileField, string>>;
}

export const PROFILE_FIELDS = ['name', 'givenName', 'familyName', 'picture', 'locale', 'zoneinfo'] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

interface ProfileProps {
  readonly of: SectionFrame;
  readonly profile: AccountProfile;
  /** Languages that can be chosen. */
  readonly languages: readonly string[];
}

export const Profile = ({ of, profile, languages }: ProfileProps) => {
  const { profile: texts } = of.frame.texts.ownAccount;
  const { fields } = profile;
  return (
    <Section of={of} id="profile" heading={texts.heading} lead={texts.lead}>
      <ActionForm>
        <ProfileText field="name" texts={texts} value={fields.name} autocomplete="name" />
        <div class="pair">
          <ProfileText field="givenName" texts={texts} value={fields.givenName} autocomplete="given-name" />
          <ProfileText field="familyName" texts={texts} value={fields.familyName} autocomplete="family-name" />
        </div>
        <Field
          id="profile-picture"
          name="picture"
          label={texts.picture}
          hint={texts.pictureHint}
          value={fields.picture}
          autocomplete="photo"
          maxLength={2048}
          kind="identifier"
        />
        <div class="pair">
          <Choice
            id="profile-locale"
            name="locale"
            label={texts.locale}
            value={fields.locale}
            options={[['', texts.notSet], ...withPresent(languages, fields.locale).map(named)]}
          />
          <Choice
            id="profile-zoneinfo"
            name="zoneinfo"
            label={texts.zoneinfo}
            value={fields.zoneinfo}
            options={[
              ['', texts.notSet],
              ...withPresent(TIME_ZONES, fields.zoneinfo).map((zone) => [zone, zone.replaceAll('_', ' ')] as const),
            ]}
          />
        </div>
        <ActionButton action="change-profile">{texts.save}</ActionButton>
      </ActionForm>
      <Vouched texts={texts} profile={profile} />
    </Section>
  );
};

const TIME_ZONES = Intl.supportedValuesOf('timeZone');

/** What is set stays in the list, also where it would not be offered. */
const withPresent = (offered: readonly string[], present: string): readonly string[] =>
  present === '' || offered.includes(present) ? offered : [present, ...offered];

/** A language by the name that its speakers give it. */
const named = (language: string): readonly [string, string] => {
  try {
    return [language, new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language];
  } catch {
    return [language, language];
  }
};

interface ProfileTextProps {
  readonly field: 'name' | 'givenName' | 'familyName';
  readonly texts: AccountTexts['profile'];
  readonly value: string;
  readonly autocomplete: string;
}

const ProfileText = ({ field, texts, value, autocomplete }: ProfileTextProps) => (
  <Field
    id={`profile-${field}`}
    name={field}
    label={texts[field]}
    value={value}
    autocomplete={autocomplete}
    maxLength={200}
  />
);

/** What administrators vouch for. */
const Vouched = ({ texts, profile }: { texts: AccountTexts['profile']; profile: AccountProfile }) => (
  <>
    <dl class="facts">
      <dt>{texts.username}</dt>
      <dd>{profile.username}</dd>
      {(['email', 'phone'] as const).map((name) => {
        const known = profile[name];
        return (
          known !== undefined && (
            <>
              <dt>{texts[name]}</dt>
              <dd>
                {known.value} ({known.verified ? texts.verified : texts.unverified})
              </dd>
            </>
          )
        );
      })}
    </dl>
    <p class="hint">{texts.byAdministrators}</p>
  </>
);
