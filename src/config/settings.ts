import {
  API_KEY_FORM,
  choice,
  database,
  flag,
  isAaguid,
  isApiKeyText,
  isColor,
  isHostName,
  isHttpUrl,
  isInterface,
  isLogo,
  isSecretKey,
  isUrlHost,
  listOf,
  one,
  originFault,
  profileFields,
  SECRET_KEY_FORM,
  seconds,
  trustProxy,
  unless,
  wholeNumber,
} from './setting-kinds.js';

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;

/**
 * Lists every environment variable. `kind` parses and checks the value, `value` is the default, and `meaning` is the
 * description in the documentation. If the default depends on another setting, `words` describes the default.
 */
export const SETTINGS = {
  PORT: { kind: wholeNumber(1, 65_535), value: '3000', meaning: 'The port to listen at.' },
  HOST: {
    kind: one(unless(isInterface, 'must be the name or the address of an interface')),
    value: 'localhost',
    meaning: 'The name or address of the interface to listen at.',
  },
  ISSUER: {
    kind: one(originFault).optional(),
    words: 'http://localhost:PORT',
    meaning: 'The public base URL, which is the `iss` of every token.',
  },
  DATABASE_URL: {
    kind: database(),
    value: 'sqlite:./data/passgraph.db',
    meaning: 'An SQLite file, a database in memory, or MongoDB.',
  },
  SECRET_KEY: {
    kind: listOf(unless(isSecretKey, `is not ${SECRET_KEY_FORM}`)),
    words: 'made in data/ beside an SQLite file; required with MongoDB',
    meaning: 'Encrypts client secrets and private keys. The first key encrypts, all keys decrypt.',
  },
  ALLOW_EMPTY_DATABASE: {
    kind: flag(),
    value: 'false',
    meaning: 'Starts the server although the database is empty and its key file is in use.',
  },
  BOOTSTRAP_API_KEY: {
    kind: one(unless(isApiKeyText, API_KEY_FORM)).optional(),
    meaning: 'An API key with all permissions, which is not stored.',
  },
  RP_ID: {
    kind: one(unless(isHostName, 'must be the name of a host, in lower case, without scheme and port')).optional(),
    words: 'host of ISSUER',
    meaning: 'The domain that passkeys belong to.',
  },
  RP_NAME: {
    kind: one(unless((text) => text.length <= 64, 'must have at most 64 characters')),
    value: 'Passgraph',
    meaning: 'The name on the pages and in the passkey dialog of the browser.',
  },
  RP_ORIGINS: {
    kind: listOf(originFault),
    words: 'origin of ISSUER',
    meaning: 'Further origins that may use the passkeys.',
  },
  ALLOW_RP_ID_CHANGE: {
    kind: flag(),
    value: 'false',
    meaning: 'Starts the server although its passkeys belong to another `RP_ID`.',
  },
  TRUST_PROXY: { kind: trustProxy().optional(), meaning: 'The proxies that may say where a request comes from.' },
  WORKERS: { kind: wholeNumber(1, 256), value: '1', meaning: 'The number of processes.' },
  REQUIRE_SIGNED_REQUEST_OBJECT: {
    kind: flag(),
    value: 'false',
    meaning: 'Rejects every authorization request that is not signed, and turns Basic off.',
  },
  MAX_ACCESS_TOKEN_LIFETIME: {
    kind: seconds(DAY_SECONDS),
    value: '300',
    meaning: 'The longest lifetime of access tokens that a client can have.',
  },
  SIGNING_KEY_BITS: {
    kind: choice('2048', '3072').transform(Number),
    value: '3072',
    meaning: 'The number of bits of new RSA keys that sign tokens.',
  },
  SESSION_IDLE_LIFETIME: {
    kind: seconds(YEAR_SECONDS),
    value: '86400',
    meaning: 'A session ends if it is unused for this long.',
  },
  SESSION_ABSOLUTE_LIFETIME: {
    kind: seconds(YEAR_SECONDS),
    value: '604800',
    meaning: 'A session ends this long after the sign-in.',
  },
  AUDIT_RETENTION: {
    kind: seconds(20 * YEAR_SECONDS),
    value: '7776000',
    meaning: 'How long events of the audit log are kept.',
  },
  MAX_REGISTRATIONS: {
    kind: wholeNumber(1, 1_000_000),
    value: '20',
    meaning: 'How many accounts can be registered from one address in an hour.',
  },
  MAX_ACCOUNT_CHANGES: {
    kind: wholeNumber(1, 1_000_000),
    value: '60',
    meaning: 'How many changes a user can make at `/account` in 10 minutes.',
  },
  MAX_SESSIONS: {
    kind: wholeNumber(1, 10_000),
    value: '50',
    meaning: 'How many sessions a user can have.',
  },
  MAX_OFFLINE_GRANTS: {
    kind: wholeNumber(1, 10_000),
    value: '20',
    meaning: 'How many offline grants a user can have for one client.',
  },
  ATTESTATION: {
    kind: choice('none', 'direct'),
    value: 'none',
    meaning: 'Whether only passkeys with a verified attestation are accepted.',
  },
  AAGUIDS: {
    kind: listOf(unless(isAaguid, 'is not a UUID')),
    meaning: 'The authenticator models to accept, with `ATTESTATION=direct`.',
  },
  ALLOWED_PRIVATE_HOSTS: {
    kind: listOf(unless(isUrlHost, 'is not the name of a host in lower case, without a port')),
    meaning: 'Hosts that the server may connect to although their address is private.',
  },
  EDITABLE_PROFILE: {
    kind: profileFields(),
    value: 'name,givenName,familyName,picture,locale,zoneinfo',
    meaning: 'What users can change about themselves.',
  },
  BRAND_LOGO: {
    kind: one(unless(isLogo, 'must be an https URL, or a path that begins with /')).optional(),
    meaning: 'The image beside `RP_NAME`.',
  },
  BRAND_COLOR: {
    kind: one(unless(isColor, 'must be a colour such as #2457d6')).optional(),
    meaning: 'The colour of the buttons.',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    kind: one(unless(isHttpUrl, 'must be an http or https URL')).optional(),
    meaning: 'Turns on traces, by OTLP over HTTP.',
  },
  LOG_LEVEL: {
    kind: choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    value: 'info',
    meaning: 'The least level of the messages in the log.',
  },
};

export type SettingName = keyof typeof SETTINGS;
