import { type ComponentChild, Fragment } from 'preact';
import type { OwnProfileField } from '../../model/people/user.js';
import { Choice, Field } from '../layout/parts.js';
import type { AccountTexts } from '../texts/account-texts.js';
import { ActionButton, ActionForm, Section, type SectionFrame } from './account-parts.js';

export interface AccountProfile {
  readonly username: string;
  readonly email?: { readonly value: string; readonly verified: boolean } | undefined;
  readonly phone?: { readonly value: string; readonly verified: boolean } | undefined;
  /** As they are stored, or as they were typed. */
  readonly fields: Readonly<Record<OwnProfileField, string>>;
  /** Those that the administrator lets people change; the others are shown. */
  readonly editable: readonly OwnProfileField[];
}

interface ProfileProps {
  readonly of: SectionFrame;
  readonly profile: AccountProfile;
  /** Languages that can be chosen. */
  readonly languages: readonly string[];
}

export function Profile({ of, profile, languages }: ProfileProps) {
  const { profile: texts } = of.frame.texts.ownAccount;
  const { fields, editable } = profile;
  const has = (field: OwnProfileField) => editable.includes(field);
  return (
    <Section of={of} id="profile" heading={texts.heading} lead={texts.lead}>
      {editable.length > 0 && (
        <ActionForm>
          {has('name') && <ProfileText field="name" texts={texts} value={fields.name} autocomplete="name" />}
          <Pair>
            {has('givenName') && (
              <ProfileText field="givenName" texts={texts} value={fields.givenName} autocomplete="given-name" />
            )}
            {has('familyName') && (
              <ProfileText field="familyName" texts={texts} value={fields.familyName} autocomplete="family-name" />
            )}
          </Pair>
          {has('picture') && (
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
          )}
          <Pair>
            {has('email') && <Reached field="email" of={profile.email} texts={texts} value={fields.email} />}
            {has('phoneNumber') && (
              <Reached field="phoneNumber" of={profile.phone} texts={texts} value={fields.phoneNumber} />
            )}
          </Pair>
          <Pair>
            {has('locale') && (
              <Choice
                id="profile-locale"
                name="locale"
                label={texts.locale}
                value={fields.locale}
                options={[['', texts.notSet], ...withPresent(languages, fields.locale).map(named)]}
              />
            )}
            {has('zoneinfo') && (
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
            )}
          </Pair>
          <ActionButton action="change-profile">{texts.save}</ActionButton>
        </ActionForm>
      )}
      <Vouched texts={texts} profile={profile} />
    </Section>
  );
}

/** Beside each other, where there is room for two. */
function Pair({ children }: { children: readonly ComponentChild[] }) {
  return children.some(Boolean) ? <div class="pair">{children}</div> : null;
}

const TIME_ZONES = Intl.supportedValuesOf('timeZone');

/** What is set stays in the list, also where it would not be offered. */
function withPresent(offered: readonly string[], present: string): readonly string[] {
  return present === '' || offered.includes(present) ? offered : [present, ...offered];
}

/** A language by the name that its speakers give it. */
function named(language: string): readonly [string, string] {
  try {
    return [language, new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language];
  } catch {
    return [language, language];
  }
}

interface ProfileTextProps {
  readonly field: 'name' | 'givenName' | 'familyName';
  readonly texts: AccountTexts['profile'];
  readonly value: string;
  readonly autocomplete: string;
}

function ProfileText({ field, texts, value, autocomplete }: ProfileTextProps) {
  return (
    <Field
      id={`profile-${field}`}
      name={field}
      label={texts[field]}
      value={value}
      autocomplete={autocomplete}
      maxLength={200}
    />
  );
}

interface ReachedProps {
  readonly field: 'email' | 'phoneNumber';
  readonly of: AccountProfile['email'];
  readonly texts: AccountTexts['profile'];
  readonly value: string;
}

/** Where somebody is reached, and whether anybody has verified that. */
function Reached({ field, of, texts, value }: ReachedProps) {
  return (
    <Field
      id={`profile-${field}`}
      name={field}
      label={field === 'email' ? texts.email : texts.phone}
      {...(of !== undefined && { remark: of.verified ? texts.verified : texts.unverified })}
      value={value}
      autocomplete={field === 'email' ? 'email' : 'tel'}
      maxLength={254}
      kind="identifier"
    />
  );
}

/** What only administrators change, as far as it is set. */
function Vouched({ texts, profile }: { texts: AccountTexts['profile']; profile: AccountProfile }) {
  return (
    <>
      <dl class="facts">
        {factsOf(texts, profile).map(([term, fact]) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </Fragment>
        ))}
      </dl>
      <p class="hint">{texts.byAdministrators}</p>
    </>
  );
}

function factsOf(
  texts: AccountTexts['profile'],
  { username, email, phone, fields, editable }: AccountProfile,
): readonly (readonly [term: string, fact: string])[] {
  const reached = (at: AccountProfile['email']) =>
    at === undefined ? '' : `${at.value} (${at.verified ? texts.verified : texts.unverified})`;
  const facts: readonly (readonly [OwnProfileField, string, string])[] = [
    ['name', texts.name, fields.name],
    ['givenName', texts.givenName, fields.givenName],
    ['familyName', texts.familyName, fields.familyName],
    ['picture', texts.picture, fields.picture],
    ['email', texts.email, reached(email)],
    ['phoneNumber', texts.phone, reached(phone)],
    ['locale', texts.locale, fields.locale],
    ['zoneinfo', texts.zoneinfo, fields.zoneinfo],
  ];
  const shown = facts.filter(([field, , fact]) => fact !== '' && !editable.includes(field));
  return [[texts.username, username], ...shown.map(([, term, fact]) => [term, fact] as const)];
}
