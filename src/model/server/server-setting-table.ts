import { OWN_PROFILE_FIELDS, type OwnProfileField } from '../people/user.js';
import {
  BRANDING_DESCRIPTIONS,
  brandColorProblem,
  colorProblem,
  contactProblem,
  httpsProblem,
  logoProblem,
  MAX_BRAND_NAME_LENGTH,
} from './branding.js';
import type { ServerSettingName, ServerSettings } from './server-settings.js';

/** What values a setting can have. The environment parser, the input check and the GraphQL types are derived from it. */
export type SettingKind =
  | { readonly type: 'line'; readonly maxLength: number }
  | {
      readonly type: 'number';
      readonly least: number;
      readonly most: number;
      readonly unit?: string;
      /** If present, only these numbers are allowed. */
      readonly among?: readonly number[];
    }
  | { readonly type: 'flag' }
  | { readonly type: 'choice'; readonly choices: SettingChoices }
  | {
      readonly type: 'text';
      readonly problemOf: TextCheck;
      /** The check of an environment variable, if it differs. */
      readonly problemInEnvironment?: TextCheck;
    }
  | { readonly type: 'texts'; readonly problemOf: TextCheck; readonly inOrder: (texts: readonly string[]) => string[] };

/** Returns what is wrong with a text, such as "must be a colour", or `undefined` if the text is correct. */
type TextCheck = (text: string) => string | undefined;

interface SettingChoices {
  readonly name: string;
  readonly description: string;
  readonly values: Readonly<Record<string, readonly [name: string, description: string]>>;
}

export interface ServerSetting<T = unknown> {
  readonly kind: SettingKind;
  /** The value if neither the environment nor an administrator sets one. */
  readonly default: T;
  /** The text that describes the setting in the GraphQL schema, the API reference and the configuration file. */
  readonly description: string;
}

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;
const PROFILE_FIELDS: readonly string[] = OWN_PROFILE_FIELDS;

/**
 * The table of all server settings. To add a setting, add a field to `ServerSettings`, an entry here and a row in
 * `docs/configuration.md`, and run `npm run schema`. Databases need no migration, because absent settings have their
 * defaults.
 */
export const SERVER_SETTINGS: { readonly [N in ServerSettingName]: ServerSetting<ServerSettings[N]> } = {
  rpName: {
    kind: { type: 'line', maxLength: MAX_BRAND_NAME_LENGTH },
    default: 'Passgraph',
    description: 'The name at the top of every page, and in the passkey dialog of the browser.',
  },
  brandLogo: {
    kind: { type: 'text', problemOf: logoProblem, problemInEnvironment: logoOrPathProblem },
    default: undefined,
    description: `${BRANDING_DESCRIPTIONS.logo} The environment variable can also contain a path on the machine of the server.`,
  },
  brandLogoDark: {
    kind: { type: 'text', problemOf: logoProblem, problemInEnvironment: logoOrPathProblem },
    default: undefined,
    description: BRANDING_DESCRIPTIONS.logoDark.replace(/`logo`/g, '`brandLogo`'),
  },
  brandColor: {
    kind: { type: 'text', problemOf: brandColorProblem('light'), problemInEnvironment: colorProblem },
    default: undefined,
    description: BRANDING_DESCRIPTIONS.color,
  },
  brandColorDark: {
    kind: { type: 'text', problemOf: brandColorProblem('dark'), problemInEnvironment: colorProblem },
    default: undefined,
    description: BRANDING_DESCRIPTIONS.colorDark,
  },
  termsUrl: {
    kind: { type: 'text', problemOf: httpsProblem },
    default: undefined,
    description: BRANDING_DESCRIPTIONS.termsUrl,
  },
  privacyUrl: {
    kind: { type: 'text', problemOf: httpsProblem },
    default: undefined,
    description: BRANDING_DESCRIPTIONS.privacyUrl,
  },
  supportContact: {
    kind: { type: 'text', problemOf: contactProblem },
    default: undefined,
    description: BRANDING_DESCRIPTIONS.supportContact,
  },
  editableProfile: {
    kind: {
      type: 'texts',
      problemOf: (text) =>
        PROFILE_FIELDS.includes(text) ? undefined : `is not one of ${[...PROFILE_FIELDS, 'none'].join(', ')}`,
      inOrder: (texts) => PROFILE_FIELDS.filter((field) => texts.includes(field)),
    },
    default: ['name', 'givenName', 'familyName', 'picture', 'locale', 'zoneinfo'] satisfies OwnProfileField[],
    description: `What users can change about themselves at \`/account\`. The possible entries are ${PROFILE_FIELDS.map((field) => `\`${field}\``).join(', ')}. An address or number that a user changes is no longer verified.`,
  },
  uniqueEmails: {
    kind: { type: 'flag' },
    default: false,
    description:
      'Whether two users cannot have the same verified e-mail address. A second user with the address cannot verify it. A change applies to later verifications.',
  },
  accountDeletion: {
    kind: { type: 'flag' },
    default: false,
    description:
      'Whether users can delete their own accounts at `/account`. An account is deleted 14 days after its user asked for it, unless the user cancels that. Deletions that were due while it was off happen within ten minutes.',
  },
  maxRegistrations: {
    kind: { type: 'number', least: 1, most: 1_000_000 },
    default: 20,
    description:
      'How many accounts can be registered from one IP address in an hour, at most 1000000. Enrolment links are not counted.',
  },
  maxAccountChanges: {
    kind: { type: 'number', least: 1, most: 1_000_000 },
    default: 60,
    description: 'How many changes a user can make at `/account` in 10 minutes, at most 1000000.',
  },
  maxSessions: {
    kind: { type: 'number', least: 1, most: 10_000 },
    default: 50,
    description:
      'How many sessions a user can have, at most 10000. The least recently used ones beyond it end within a minute.',
  },
  maxOfflineGrants: {
    kind: { type: 'number', least: 1, most: 10_000 },
    default: 20,
    description:
      'How many offline grants a user can have for one client, at most 10000. The least recently used ones beyond it are revoked within a minute.',
  },
  sessionIdleLifetime: {
    kind: { type: 'number', least: 1, most: YEAR_SECONDS, unit: 'seconds' },
    default: DAY_SECONDS,
    description: 'The number of seconds after which a session ends if it is unused, at most 31536000 (a year).',
  },
  sessionAbsoluteLifetime: {
    kind: { type: 'number', least: 1, most: YEAR_SECONDS, unit: 'seconds' },
    default: 7 * DAY_SECONDS,
    description:
      'The number of seconds after which a session ends even if it is used, at most 31536000 (a year). A change applies to later sign-ins.',
  },
  attestation: {
    kind: {
      type: 'choice',
      choices: {
        name: 'Attestation',
        description: 'Whether authenticators must prove their make when a passkey is registered.',
        values: {
          none: ['NONE', 'All authenticators are accepted.'],
          direct: ['DIRECT', 'Only passkeys whose make is proved by a verified attestation are accepted.'],
        },
      },
    },
    default: 'none',
    description:
      'Whether only passkeys with a verified attestation are accepted. A change applies to passkeys that are registered later.',
  },
  aaguids: {
    kind: {
      type: 'texts',
      problemOf: (text) => (AAGUID_FORM.test(text) ? undefined : 'is not a UUID'),
      inOrder: (texts) => texts.map((text) => text.toLowerCase()),
    },
    default: [],
    description:
      'The AAGUIDs of the authenticator models to accept, if `attestation` is DIRECT. If the list is empty, all models that pass are accepted.',
  },
  administratorMinimum: {
    kind: { type: 'number', least: 1, most: 5 },
    default: 1,
    description:
      'How many passkeys a user must have before the administration role of the user takes effect, from 1 to 5. The first owner is exempt until they first have so many. The server rejects a number that no owner has.',
  },
  auditRetention: {
    kind: { type: 'number', least: 1, most: 20 * YEAR_SECONDS, unit: 'seconds' },
    default: 90 * DAY_SECONDS,
    description:
      'How many seconds the events of the audit log are kept, at most 630720000 (twenty years). A change applies to later events.',
  },
  maxAccessTokenLifetime: {
    kind: { type: 'number', least: 1, most: DAY_SECONDS, unit: 'seconds' },
    default: 300,
    description:
      'The longest lifetime of access tokens in seconds that a client can have, at most 86400 (a day). Clients with a longer lifetime get tokens with this lifetime.',
  },
  requireSignedRequestObject: {
    kind: { type: 'flag' },
    default: false,
    description:
      'Whether the server rejects every authorization request that is not signed as a request object (RFC 9101). If true, Basic and the device grant are turned off. The console is exempt, because it has no key to sign with.',
  },
  signingKeyBits: {
    kind: { type: 'number', least: 2048, most: 3072, among: [2048, 3072] },
    default: 3072,
    description:
      'The number of bits of new RSA keys that sign tokens: 3072 or 2048. A signature with 2048 bits needs less time, but NIST allows such keys only until 2030. Existing keys stay until they are rotated.',
  },
};

export const SERVER_SETTING_NAMES = Object.keys(SERVER_SETTINGS) as ServerSettingName[];

const AAGUID_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A path on this machine begins with one slash. A URL such as `//example.com/logo.svg` is not a path. */
function logoOrPathProblem(text: string): string | undefined {
  const here = 'https://here.invalid';
  const isPath = text.startsWith('/') && URL.parse(text, here)?.origin === here;
  return isPath || httpsProblem(text) === undefined ? undefined : 'must be an https URL, or a path that begins with /';
}
