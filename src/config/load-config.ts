import { z } from 'zod';
import type { Config, DatabaseConfig } from '../model/config.js';
import {
  choice,
  databaseFault,
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
} from './setting-forms.js';

const YEAR = 31_536_000;
const KEY_TEXT_FORM = 'must be 32 or more of the characters that a bearer token has: letters, digits and - . _ ~ + /';

function parseDatabaseUrl(text: string): DatabaseConfig {
  return text.startsWith('sqlite:')
    ? { kind: 'sqlite', path: text.slice('sqlite:'.length) }
    : { kind: 'mongodb', url: text };
}

/** `value` is taken where the variable is absent; `words` tell what is taken where that depends on something else. */
const table = {
  PORT: { form: wholeNumber(1, 65_535), value: '3000' },
  HOST: { form: one(unless(isInterface, 'must be the name or the address of an interface')), value: 'localhost' },
  ISSUER: { form: one(originFault).optional(), words: 'http://localhost:PORT' },
  DATABASE_URL: { form: one(databaseFault).transform(parseDatabaseUrl), value: 'sqlite:./data/passgraph.db' },
  SECRET_KEY: {
    form: listOf(unless(isSecretKey, `is not ${SECRET_KEY_FORM}`)),
    words: 'made in data/ beside an SQLite file; required with MongoDB',
  },
  BOOTSTRAP_API_KEY: { form: one(unless(isApiKeyText, KEY_TEXT_FORM)).optional() },
  RP_ID: {
    form: one(unless(isHostName, 'must be the name of a host, in lower case, without scheme and port')).optional(),
    words: 'host of ISSUER',
  },
  RP_NAME: { form: one(unless((text) => text.length <= 64, 'must have at most 64 characters')), value: 'Passgraph' },
  RP_ORIGINS: { form: listOf(originFault), words: 'origin of ISSUER' },
  ALLOW_RP_ID_CHANGE: { form: flag(), value: 'false' },
  TRUST_PROXY: { form: trustProxy().optional() },
  WORKERS: { form: wholeNumber(1, 256), value: '1' },
  REQUIRE_SIGNED_REQUEST_OBJECT: { form: flag(), value: 'false' },
  MAX_ACCESS_TOKEN_LIFETIME: { form: seconds(86_400), value: '300' },
  SESSION_IDLE_LIFETIME: { form: seconds(YEAR), value: '86400' },
  SESSION_ABSOLUTE_LIFETIME: { form: seconds(YEAR), value: '604800' },
  AUDIT_RETENTION: { form: seconds(20 * YEAR), value: '7776000' },
  ATTESTATION: { form: choice('none', 'direct'), value: 'none' },
  AAGUIDS: { form: listOf(unless(isAaguid, 'is not a UUID')) },
  ALLOWED_PRIVATE_HOSTS: { form: listOf(unless(isUrlHost, 'is not the name of a host in lower case, without a port')) },
  EDITABLE_PROFILE: { form: profileFields(), value: 'name,givenName,familyName,picture,locale,zoneinfo' },
  BRAND_LOGO: { form: one(unless(isLogo, 'must be an https URL, or a path that begins with /')).optional() },
  BRAND_COLOR: { form: one(unless(isColor, 'must be a colour such as #2457d6')).optional() },
  OTEL_EXPORTER_OTLP_ENDPOINT: { form: one(unless(isHttpUrl, 'must be an http or https URL')).optional() },
  LOG_LEVEL: { form: choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), value: 'info' },
};

type SettingName = keyof typeof table;

/** As in `table`, without the form. */
export interface Setting {
  readonly name: string;
  readonly value?: string;
  readonly words?: string;
}

/** Every variable that is read, with its default. */
export const settings: readonly Setting[] = Object.entries(table).map(([name, row]) => ({
  name,
  ...('value' in row && { value: row.value }),
  ...('words' in row && { words: row.words }),
}));

const schema = z.object(
  Object.fromEntries(Object.entries(table).map(([name, { form }]) => [name, form])) as {
    [Name in SettingName]: (typeof table)[Name]['form'];
  },
);

/** An empty variable is an absent one: a compose file cannot leave one out. */
function withDefaults(env: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(settings.map(({ name, value }) => [name, env[name]?.trim() || value]));
}

/** WebAuthn Level 3 §5.1.2: the host, or a parent domain of it; which parents are public, browsers know. */
function isSuffix(rpId: string, host: string): boolean {
  return rpId === host || (rpId.includes('.') && host.endsWith(`.${rpId}`));
}

function contradictions(config: Config): string[] {
  const found = (isFound: boolean, name: SettingName, fault: string) => (isFound ? [`${name} ${fault}`] : []);
  const isSqlite = config.database.kind === 'sqlite';
  const lacksKey = !isSqlite && config.secretKeys.length === 0;
  const isForeign = !isSuffix(config.rpId, new URL(config.issuer).hostname);
  const endsBeforeIdle = config.sessionAbsoluteLifetime < config.sessionIdleLifetime;
  const takesTheirWord = config.aaguids.length > 0 && config.attestation === 'none';
  return [
    ...found(lacksKey, 'SECRET_KEY', `is required with MongoDB: ${SECRET_KEY_FORM}`),
    ...found(isForeign, 'RP_ID', 'must be the host of ISSUER or a parent domain of it'),
    ...found(isSqlite && config.workers > 1, 'WORKERS', 'must be 1 with SQLite: more processes need MongoDB'),
    ...found(endsBeforeIdle, 'SESSION_ABSOLUTE_LIFETIME', 'must not be less than SESSION_IDLE_LIFETIME'),
    ...found(takesTheirWord, 'AAGUIDS', 'needs ATTESTATION=direct: only then does an authenticator prove what it is'),
  ];
}

function toConfig(data: z.infer<typeof schema>): Config {
  const issuer = data.ISSUER ?? new URL(`http://localhost:${data.PORT}`).origin;
  return Object.freeze({
    port: data.PORT,
    host: data.HOST,
    issuer,
    database: Object.freeze(data.DATABASE_URL),
    secretKeys: Object.freeze(data.SECRET_KEY),
    bootstrapApiKey: data.BOOTSTRAP_API_KEY,
    rpId: data.RP_ID ?? new URL(issuer).hostname,
    rpName: data.RP_NAME,
    rpOrigins: Object.freeze([...new Set([issuer, ...data.RP_ORIGINS])]),
    allowRpIdChange: data.ALLOW_RP_ID_CHANGE,
    trustProxy: data.TRUST_PROXY,
    workers: data.WORKERS,
    requireSignedRequestObject: data.REQUIRE_SIGNED_REQUEST_OBJECT,
    maxAccessTokenLifetime: data.MAX_ACCESS_TOKEN_LIFETIME,
    sessionIdleLifetime: data.SESSION_IDLE_LIFETIME,
    sessionAbsoluteLifetime: data.SESSION_ABSOLUTE_LIFETIME,
    auditRetention: data.AUDIT_RETENTION,
    attestation: data.ATTESTATION,
    aaguids: Object.freeze(data.AAGUIDS.map((aaguid) => aaguid.toLowerCase())),
    allowedPrivateHosts: Object.freeze(data.ALLOWED_PRIVATE_HOSTS),
    editableProfile: Object.freeze(data.EDITABLE_PROFILE),
    brandLogo: data.BRAND_LOGO,
    brandColor: data.BRAND_COLOR,
    otlpEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: data.LOG_LEVEL,
  });
}

function refuse(faults: readonly string[]): never {
  throw new Error(faults.map((fault) => `${fault}.`).join('\n'));
}

/**
 * The settings that an environment asks for, frozen. With SQLite, `secretKeys` may be empty.
 * @throws Error whose message has one sentence for each mistake, on a line of its own, and no value
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = schema.safeParse(withDefaults(env));
  if (!parsed.success) return refuse(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
  const config = toConfig(parsed.data);
  const faults = contradictions(config);
  return faults.length > 0 ? refuse(faults) : config;
}
