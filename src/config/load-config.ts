/*
 * This folder turns environment variables into the frozen `Config` object. It defines the name, format and default of
 * every variable, and the error texts for wrong values. It gets the environment as an argument and does not read it
 * itself. To understand this folder, read the table in `settings.ts` first.
 */

import { z } from 'zod';
import type { Config } from '../model/config.js';
import { type Environment, withSecretFiles } from './secret-files.js';
import { SECRET_KEY_FORM } from './setting-kinds.js';
import { SETTINGS, type SettingName } from './settings.js';

/** Describes one environment variable. Tests compare the documentation with this list. */
export interface Setting {
  readonly name: string;
  readonly value?: string;
  readonly words?: string;
  readonly meaning: string;
}

export const settings: readonly Setting[] = Object.entries(SETTINGS).map(([name, { kind: _, ...row }]) => ({
  name,
  ...row,
}));

/**
 * Parses and checks the environment. With SQLite, `secretKeys` may be empty: the server then uses a key file.
 *
 * @throws Error with one line for each wrong setting, without its value, because the value may be a secret
 */
export function loadConfig(env: Environment): Config {
  const parsed = schema.safeParse(withDefaults(withSecretFiles(env)));
  if (!parsed.success) return refuse(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
  const config = toConfig(parsed.data);
  const faults = contradictions(config);
  return faults.length > 0 ? refuse(faults) : config;
}

const schema = z.object(
  Object.fromEntries(Object.entries(SETTINGS).map(([name, { kind }]) => [name, kind])) as {
    [Name in SettingName]: (typeof SETTINGS)[Name]['kind'];
  },
);

/**
 * A variable that is set to an empty text gets its default. Compose files need this rule: a variable that the operator
 * has not set becomes an empty text there.
 */
function withDefaults(env: Environment) {
  return Object.fromEntries(settings.map(({ name, value }) => [name, env[name]?.trim() || value]));
}

function refuse(faults: readonly string[]): never {
  throw new Error(faults.map((fault) => `${fault}.`).join('\n'));
}

function contradictions(config: Config): string[] {
  const found = (isFound: boolean, name: SettingName, fault: string) => (isFound ? [`${name} ${fault}`] : []);
  const isSqlite = config.database.kind === 'sqlite';
  const lacksKey = !isSqlite && config.secretKeys.length === 0;
  const isForeign = !isSuffix(config.rpId, new URL(config.issuer).hostname);
  const endsBeforeIdle = config.sessionAbsoluteLifetime < config.sessionIdleLifetime;
  const trustsUnprovedModel = config.aaguids.length > 0 && config.attestation === 'none';
  return [
    ...found(lacksKey, 'SECRET_KEY', `is required with MongoDB: ${SECRET_KEY_FORM}`),
    ...found(isForeign, 'RP_ID', 'must be the host of ISSUER or a parent domain of it'),
    ...found(isSqlite && config.workers > 1, 'WORKERS', 'must be 1 with SQLite: more processes need MongoDB'),
    ...found(endsBeforeIdle, 'SESSION_ABSOLUTE_LIFETIME', 'must not be less than SESSION_IDLE_LIFETIME'),
    ...found(
      trustsUnprovedModel,
      'AAGUIDS',
      'needs ATTESTATION=direct, because only attestation proves which model an authenticator is',
    ),
  ];
}

/**
 * WebAuthn Level 3 §5.1.2: the RP ID must be the host of the server or a parent domain of that host. This function does
 * not know which parent domains are public suffixes, such as `co.uk`; the browser rejects those.
 */
function isSuffix(rpId: string, host: string): boolean {
  return rpId === host || (rpId.includes('.') && host.endsWith(`.${rpId}`));
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
    allowEmptyDatabase: data.ALLOW_EMPTY_DATABASE,
    trustProxy: data.TRUST_PROXY,
    workers: data.WORKERS,
    requireSignedRequestObject: data.REQUIRE_SIGNED_REQUEST_OBJECT,
    maxAccessTokenLifetime: data.MAX_ACCESS_TOKEN_LIFETIME,
    signingKeyBits: data.SIGNING_KEY_BITS,
    sessionIdleLifetime: data.SESSION_IDLE_LIFETIME,
    sessionAbsoluteLifetime: data.SESSION_ABSOLUTE_LIFETIME,
    auditRetention: data.AUDIT_RETENTION,
    maxRegistrations: data.MAX_REGISTRATIONS,
    maxAccountChanges: data.MAX_ACCOUNT_CHANGES,
    maxSessions: data.MAX_SESSIONS,
    maxOfflineGrants: data.MAX_OFFLINE_GRANTS,
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
