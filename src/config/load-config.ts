/*
 * This folder turns environment variables into the frozen `Config` object. It defines the name, format and default of
 * every variable, and the error texts for wrong values. It gets the environment as an argument and does not read it
 * itself. To understand this folder, read the table in `settings.ts` first.
 */

import { z } from 'zod';
import type { Config } from '../model/config.js';
import { type Environment, withSecretFiles } from './secret-files.js';
import { type ReadServerSettings, readServerSettings, SERVER_SETTING_ROWS } from './server-setting-variables.js';
import { SECRET_KEY_FORM } from './setting-kinds.js';
import { SETTINGS, type SettingName } from './settings.js';

/** Describes one environment variable. Tests compare the documentation with this list. */
export interface Setting {
  readonly name: string;
  readonly value?: string;
  readonly words?: string;
  readonly meaning: string;
}

export const settings: readonly Setting[] = [
  ...Object.entries(SETTINGS).map(([name, { kind: _, ...row }]) => ({ name, ...row })),
  ...SERVER_SETTING_ROWS,
];

/**
 * Parses and checks the environment. With SQLite, `secretKeys` may be empty: the server then uses a key file.
 *
 * @throws Error with one line for each wrong setting, without its value, because the value may be a secret
 */
export function loadConfig(env: Environment): Config {
  const parsed = schema.safeParse(withDefaults(withSecretFiles(env)));
  const server = readServerSettings(env);
  if (!parsed.success || 'faults' in server) {
    const issues = parsed.error?.issues ?? [];
    const faults = issues.map((issue) => `${String(issue.path[0])} ${issue.message}`);
    return refuse([...faults, ...('faults' in server ? server.faults : [])]);
  }
  const config = toConfig(parsed.data, server);
  const faults = [...contradictions(config), ...halfMail(parsed.data)];
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
  const rows = Object.entries<Pick<Setting, 'value' | 'meaning'>>(SETTINGS);
  return Object.fromEntries(rows.map(([name, { value }]) => [name, env[name]?.trim() || value]));
}

function refuse(faults: readonly string[]): never {
  throw new Error(faults.map((fault) => `${fault}.`).join('\n'));
}

/** The contradictions of server settings are found later, because they depend on the stored settings. */
function contradictions(config: Config): string[] {
  const found = (isFound: boolean, name: SettingName, fault: string) => (isFound ? [`${name} ${fault}`] : []);
  const isSqlite = config.database.kind === 'sqlite';
  const lacksKey = !isSqlite && config.secretKeys.length === 0;
  const isForeign = !isSuffix(config.rpId, new URL(config.issuer).hostname);
  return [
    ...found(lacksKey, 'SECRET_KEY', `is required with MongoDB: ${SECRET_KEY_FORM}`),
    ...found(isForeign, 'RP_ID', 'must be the host of ISSUER or a parent domain of it'),
    ...found(isSqlite && config.workers > 1, 'WORKERS', 'must be 1 with SQLite: more processes need MongoDB'),
  ];
}

/** Mails need a mail server and an address that they come from. */
function halfMail({ SMTP_URL, MAIL_FROM }: z.infer<typeof schema>): string[] {
  if ((SMTP_URL === undefined) === (MAIL_FROM === undefined)) return [];
  return SMTP_URL === undefined
    ? ['MAIL_FROM has no effect without SMTP_URL: set SMTP_URL, or remove MAIL_FROM']
    : ['MAIL_FROM is required with SMTP_URL, such as id@example.com'];
}

/**
 * WebAuthn Level 3 §5.1.2: the RP ID must be the host of the server or a parent domain of that host. This function does
 * not know which parent domains are public suffixes, such as `co.uk`; the browser rejects those.
 */
function isSuffix(rpId: string, host: string): boolean {
  return rpId === host || (rpId.includes('.') && host.endsWith(`.${rpId}`));
}

function toConfig(data: z.infer<typeof schema>, server: ReadServerSettings): Config {
  const issuer = data.ISSUER ?? new URL(`http://localhost:${data.PORT}`).origin;
  return Object.freeze({
    ...server.settings,
    environmentSettings: server.names,
    port: data.PORT,
    host: data.HOST,
    issuer,
    database: Object.freeze(data.DATABASE_URL),
    secretKeys: Object.freeze(data.SECRET_KEY),
    bootstrapApiKey: data.BOOTSTRAP_API_KEY,
    rpId: data.RP_ID ?? new URL(issuer).hostname,
    rpOrigins: Object.freeze([...new Set([issuer, ...data.RP_ORIGINS])]),
    allowRpIdChange: data.ALLOW_RP_ID_CHANGE,
    allowEmptyDatabase: data.ALLOW_EMPTY_DATABASE,
    trustProxy: data.TRUST_PROXY,
    forwardAuthProxies: Object.freeze(data.FORWARD_AUTH_PROXIES),
    workers: data.WORKERS,
    allowedPrivateHosts: Object.freeze(data.ALLOWED_PRIVATE_HOSTS),
    mail: data.SMTP_URL && data.MAIL_FROM && Object.freeze({ ...data.SMTP_URL, from: Object.freeze(data.MAIL_FROM) }),
    otlpEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: data.LOG_LEVEL,
  });
}
