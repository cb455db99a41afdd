import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import type * as mongodbUrls from 'mongodb-connection-string-url';
import { z } from 'zod';
import type { DatabaseConfig } from '../model/config.js';

/**
 * Checks a value. Returns `undefined` if the value is valid, and otherwise the rest of an error text that begins with
 * the name of the variable, such as "must be https".
 */
type Fault = (text: string) => string | undefined;

/** Makes a check that returns the text `fault` for every value that does not pass `test`. */
export function unless(test: (text: string) => boolean, fault: string): Fault {
  return (text) => (test(text) ? undefined : fault);
}

/**
 * Accepts a text if `fault` returns `undefined` for it. Otherwise, the error message is the text that `fault` returns.
 */
export function one(fault: Fault) {
  return z.string().superRefine((text, context) => {
    const message = fault(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

/**
 * Parses a comma-separated list and checks every entry with `fault`. A variable that is not set gives an empty list.
 */
export function listOf(fault: Fault) {
  const list = one((text) => {
    const message = entries(text).map(fault).find(Boolean);
    return message && `has an entry that ${message}`;
  });
  return list.transform(entries).default([]);
}

export function entries(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

export function flag() {
  return z.enum(['true', 'false'], { error: 'must be true or false' }).transform((text) => text === 'true');
}

export function choice<const T extends string>(...values: T[]) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

export function wholeNumber(least: number, most: number, unit = '') {
  const isWithin = (text: string) => /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return one(unless(isWithin, `must be a whole number${unit} from ${least} to ${most}`)).transform(Number);
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost');
}

/** Whether the text is a host name or IP address exactly as `URL` writes it: lower case, IPv6 in brackets. */
export function isUrlHost(text: string): boolean {
  return URL.parse(`https://${text}`)?.hostname === text;
}

export function isHostName(text: string): boolean {
  return isUrlHost(text) && isIP(text.replace(/^\[|\]$/g, '')) === 0 && z.hostname().safeParse(text).success;
}

export function isInterface(text: string): boolean {
  return isIP(text) !== 0 || isHostName(text);
}

const ORIGIN_FORM =
  'must be a scheme, a host and optionally a port, such as https://id.example.com, without path, query, fragment or trailing slash';

export const originFault: Fault = (text) => {
  const url = URL.parse(text);
  if (url?.origin !== text) return ORIGIN_FORM;
  if (!isHostName(url.hostname)) return 'must have a host name, not an IP address: passkeys belong to names';
  const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url.hostname));
  return isSecure ? undefined : 'must be https, except on localhost';
};

export function database() {
  return one(databaseFault).transform(parseDatabaseUrl);
}

function parseDatabaseUrl(text: string): DatabaseConfig {
  return text.startsWith('sqlite:')
    ? { kind: 'sqlite', path: text.slice('sqlite:'.length) }
    : { kind: 'mongodb', url: text };
}

const databaseFault: Fault = (text) => {
  if (/^sqlite:(?!\/\/)./.test(text)) return undefined;
  const url = /^mongodb(\+srv)?:/.test(text) ? parseMongodbUrl(text) : undefined;
  if (url === undefined) return 'must be sqlite:PATH, sqlite::memory:, mongodb://… or mongodb+srv://…';
  const preference = url.searchParams.get('readPreference') ?? 'primary';
  return preference === 'primary' ? undefined : READ_PREFERENCE_FAULT;
};

const READ_PREFERENCE_FAULT =
  'must not set a readPreference other than primary, because a secondary may not know yet that a token was revoked';

/**
 * The package `mongodb` is loaded here and not at the top of the file, so that a server with SQLite starts without
 * loading it.
 */
function parseMongodbUrl(text: string): mongodbUrls.ConnectionString | undefined {
  const { ConnectionString }: typeof mongodbUrls = createRequire(import.meta.url)('mongodb-connection-string-url');
  try {
    const url = new ConnectionString(text);
    return url.hosts.every((host) => URL.canParse(`mongodb://${host}`)) ? url : undefined;
  } catch {
    return undefined;
  }
}

export const SECRET_KEY_FORM = "base64url of 32 bytes, as from `openssl rand -base64 32 | tr '+/' '-_' | tr -d '='`";

export function isSecretKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === 32 && bytes.toString('base64url') === text;
}

export const API_KEY_FORM = 'must have 32 to 512 characters: letters, digits and - . _ ~ + /';

/**
 * Whether the text can be sent as a bearer token (RFC 6750 §2.1) and has at least 32 characters, so that it is hard to
 * guess.
 */
export function isApiKeyText(text: string): boolean {
  return /^[A-Za-z0-9._~+/-]{32,512}=*$/.test(text);
}

const TRUST_PROXY_FORM =
  'must be true, false, a number of proxies, or a list of addresses, subnets, loopback, linklocal and uniquelocal';

/** Parses the value for Express's setting `trust proxy`: a boolean, a number of proxies, or a list of addresses. */
export function trustProxy() {
  const isKnown = (text: string) => /^(true|false|\d{1,2})$/.test(text) || entries(text).every(isProxy);
  return one(unless(isKnown, TRUST_PROXY_FORM)).transform((text) => {
    if (text === 'true' || text === 'false') return text === 'true';
    return /^\d+$/.test(text) ? Number(text) : text;
  });
}

function isProxy(text: string): boolean {
  return ['loopback', 'linklocal', 'uniquelocal'].includes(text) || isAddressOrSubnet(text);
}

export function isAddressOrSubnet(text: string): boolean {
  return z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(text).success;
}

export function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}
