import type { MailConfig, MailSender } from '../model/config.js';
import { isHostName, isInterface, one } from './setting-kinds.js';

const URL_FORM = 'must be smtp://USER:PASSWORD@HOST:PORT or smtps://USER:PASSWORD@HOST:PORT';

/** The ports of mail submission (RFC 8314 §3.3, RFC 6409 §3.1). */
const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;

/** The setting `SMTP_URL`: how to connect to the mail server. */
export function smtpUrl() {
  return one((text) => {
    const parsed = parseSmtpUrl(text);
    return typeof parsed === 'string' ? parsed : undefined;
  }).transform((text) => parseSmtpUrl(text) as Omit<MailConfig, 'from'>);
}

/** Returns the parsed URL, or the rest of an error text that begins with `SMTP_URL`. */
function parseSmtpUrl(text: string): Omit<MailConfig, 'from'> | string {
  const url = URL.parse(text);
  if (url?.protocol !== 'smtp:' && url?.protocol !== 'smtps:') return URL_FORM;
  const host = url.hostname.toLowerCase().replace(/^\[|\]$/g, '');
  if (!isInterface(host) || !['', '/'].includes(url.pathname) || url.hash !== '') return URL_FORM;
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (user === undefined || password === undefined)
    return 'must have a user name and password in which special characters are percent-encoded, such as %40 for @';
  if ((user === '') !== (password === '')) return 'must have a user name and a password, or neither';
  const tls = tlsOf(url);
  if (tls === undefined)
    return 'must have no parameter except tls=off, which sends mails without encryption and needs smtp://';
  const port = url.port === '' ? PORTS[url.protocol] : Number(url.port);
  return { host, port, tls, ...(user !== '' && { user, password }) };
}

function tlsOf({ protocol, searchParams }: URL): MailConfig['tls'] | undefined {
  const given = [...searchParams].map(([name, value]) => `${name}=${value}`);
  if (given.length === 0) return protocol === 'smtps:' ? 'implicit' : 'starttls';
  return protocol === 'smtp:' && given.join('&') === 'tls=off' ? 'off' : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const SENDER_FORM = 'must be an address such as id@example.com, or a name and an address: Example <id@example.com>';

/** The setting `MAIL_FROM`: the address that mails come from, with or without a name. */
export function mailFrom() {
  return one((text) => (parseSender(text) === undefined ? SENDER_FORM : undefined)).transform(
    (text) => parseSender(text) as MailSender,
  );
}

function parseSender(text: string): MailSender | undefined {
  const [, name, bracketed] = /^"?([^<>"\p{Cc}]{1,64}?)"?\s*<([^<>]+)>$/u.exec(text) ?? [];
  const address = bracketed ?? text;
  const [, domain] = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@([a-z\d.-]+)$/i.exec(address) ?? [];
  if (domain === undefined || !isHostName(domain.toLowerCase())) return undefined;
  return { address, ...(name !== undefined && { name }) };
}
