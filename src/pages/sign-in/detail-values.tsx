import { type ComponentChildren, Fragment } from 'preact';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.js';
import { languageName } from '../formatters.js';
import { LocalTime } from '../layout/local-time.js';
import type { TextKey, Texts } from '../texts/texts.js';
import type { Detail } from './shared-details.js';

/** The names of the details that have one in the page's language. Other claims are shown by their technical names. */
const LABELS: Readonly<Record<string, TextKey>> = {
  name: 'profile.name',
  given_name: 'profile.givenName',
  family_name: 'profile.familyName',
  middle_name: 'detail.middleName',
  nickname: 'detail.nickname',
  preferred_username: 'common.username',
  profile: 'detail.profile',
  picture: 'profile.picture',
  website: 'detail.website',
  gender: 'detail.gender',
  birthdate: 'detail.birthdate',
  zoneinfo: 'profile.zoneinfo',
  locale: 'profile.locale',
  updated_at: 'detail.updatedAt',
  email: 'profile.email',
  phone_number: 'profile.phone',
  address: 'detail.address',
  groups: 'detail.groups',
  roles: 'detail.roles',
};

/** The claims that say whether another claim was verified. They are shown beside that claim. */
const VERIFICATIONS: Readonly<Record<string, string>> = {
  email: 'email_verified',
  phone_number: 'phone_number_verified',
};

/** The latest time that a `Date` can have (ECMA-262 §21.4.1.1), in seconds. */
const MAX_DATE_SECONDS = 8_640_000_000_000;
/** More values of one detail than this are folded, and so is a longer text. */
const MAX_VALUES = 5;
const MAX_CHARACTERS = 120;
/** More details of one scope than this are folded. */
const MAX_DETAILS = 8;

interface DetailsProps {
  readonly texts: Texts;
  readonly details: readonly Detail[];
  /** All details. A detail that says whether another one was verified is shown beside that one. */
  readonly shared: JsonObject;
  /** The URL path of the user's picture, if it is on this server. */
  readonly picture: string | undefined;
}

/** A list of details with their values. */
export function Details({ details, ...props }: DetailsProps) {
  const listed = details.filter(([claim]) => !isVerification(claim, props.shared));
  if (listed.length === 0) return null;
  const list = (some: readonly Detail[]) => (
    <dl class="facts">
      {some.map(([claim, value]) => (
        <DetailRow key={claim} claim={claim} value={value} {...props} />
      ))}
    </dl>
  );
  return (
    <>
      {list(listed.slice(0, MAX_DETAILS))}
      {listed.length > MAX_DETAILS && (
        <Folded label={props.texts.say('consent.more', { count: listed.length - MAX_DETAILS })}>
          {list(listed.slice(MAX_DETAILS))}
        </Folded>
      )}
    </>
  );
}

function isVerification(claim: string, shared: JsonObject): boolean {
  return Object.entries(VERIFICATIONS).some(([of, name]) => name === claim && Object.hasOwn(shared, of));
}

interface DetailRowProps extends Omit<DetailsProps, 'details'> {
  readonly claim: string;
  readonly value: JsonValue;
}

function DetailRow({ texts, claim, value, shared, picture }: DetailRowProps) {
  const label = Object.hasOwn(LABELS, claim) ? LABELS[claim] : undefined;
  const verification = Object.hasOwn(VERIFICATIONS, claim) ? VERIFICATIONS[claim] : undefined;
  const verified = verification === undefined ? undefined : shared[verification];
  return (
    <>
      <dt>{label === undefined ? plain(claim) : texts.say(label)}</dt>
      <dd>
        {claim === 'picture' && picture !== undefined ? (
          <img class="picture" src={picture} alt={texts.say('profile.picture')} />
        ) : (
          <Value texts={texts} claim={claim} value={value} />
        )}
        {typeof verified === 'boolean' && (
          <span class="remark"> ({texts.say(verified ? 'profile.verified' : 'profile.unverified')})</span>
        )}
      </dd>
    </>
  );
}

function Value({ texts, claim, value }: { texts: Texts; claim: string; value: JsonValue }) {
  if (Array.isArray(value)) return <Values texts={texts} values={value.map(textOf)} />;
  if (claim === 'updated_at' && typeof value === 'number' && Math.abs(value) <= MAX_DATE_SECONDS) {
    return <LocalTime texts={texts} at={new Date(value * 1000)} style="day" />;
  }
  const text = claim === 'address' ? addressText(value) : textOf(claim === 'locale' ? languageText(value) : value);
  if (text.length <= MAX_CHARACTERS) return <bdi>{text}</bdi>;
  return (
    <>
      <bdi>{`${[...text].slice(0, MAX_CHARACTERS).join('')}…`}</bdi>
      <Folded label={texts.say('consent.whole')}>
        <bdi>{text}</bdi>
      </Folded>
    </>
  );
}

function Values({ texts, values }: { texts: Texts; values: readonly string[] }) {
  const more = values.slice(MAX_VALUES);
  return (
    <>
      <Joined values={values.slice(0, MAX_VALUES)} />
      {more.length > 0 && (
        <Folded label={texts.say('consent.more', { count: more.length })}>
          <Joined values={more} />
        </Folded>
      )}
    </>
  );
}

function Joined({ values }: { values: readonly string[] }) {
  return (
    <>
      {values.map((value, position) => (
        <Fragment key={position}>
          {position > 0 && ', '}
          <bdi>{value}</bdi>
        </Fragment>
      ))}
    </>
  );
}

function Folded({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <details class="fold">
      <summary>{label}</summary>
      {children}
    </details>
  );
}

/** Returns a postal address in one line (OpenID Connect Core §5.1.1). */
function addressText(value: JsonValue): string {
  if (!isJsonObject(value)) return textOf(value);
  const { formatted, street_address, postal_code, locality, region, country } = value;
  const parts = [street_address, postal_code, locality, region, country].filter((part) => typeof part === 'string');
  const lines = typeof formatted === 'string' ? formatted.split(/[\r\n]+/) : parts;
  return lines.length === 0 ? textOf(value) : plain(lines.join(', '));
}

function languageText(value: JsonValue): string {
  return typeof value === 'string' ? languageName(value) : textOf(value);
}

function textOf(value: JsonValue): string {
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Replaces characters that hide or reorder parts of a text. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu, '\ufffd');
}
