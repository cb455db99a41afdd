import { mailFrom, smtpUrl } from './mail-kinds.js';
import {
  API_KEY_FORM,
  choice,
  database,
  flag,
  isAddressOrSubnet,
  isApiKeyText,
  isHostName,
  isHttpUrl,
  isInterface,
  isSecretKey,
  isUrlHost,
  listOf,
  one,
  originFault,
  SECRET_KEY_FORM,
  trustProxy,
  unless,
  wholeNumber,
} from './setting-kinds.js';

/**
 * Lists the environment variables that a start needs. The variables of the server settings, which can also be stored in
 * the database, are in `model/server/server-setting-table.ts`. `kind` parses and checks the value, `value` is the default, and `meaning` is the
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
  FORWARD_AUTH_PROXIES: {
    kind: listOf(unless(isAddressOrSubnet, 'is not an address or a subnet, such as 172.18.0.0/16')),
    meaning: 'The addresses and subnets of the proxies that may ask this server to protect an application.',
  },
  WORKERS: { kind: wholeNumber(1, 256), value: '1', meaning: 'The number of processes.' },
  ALLOWED_PRIVATE_HOSTS: {
    kind: listOf(unless(isUrlHost, 'is not the name of a host in lower case, without a port')),
    meaning: 'Hosts that the server may connect to although their address is private.',
  },
  SMTP_URL: {
    kind: smtpUrl().optional(),
    meaning: 'The mail server that sends mails. Without it, the server sends no mails.',
  },
  MAIL_FROM: {
    kind: mailFrom().optional(),
    meaning: 'The address that mails come from, with or without a name.',
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
