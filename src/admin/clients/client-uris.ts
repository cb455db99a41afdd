import type { ApplicationType, RedirectUriPolicy } from '../../model/clients/client.js';
import { isPrivateHost } from './private-hosts.js';
import { isReservedScheme } from './uri-schemes.js';

const MAX_LENGTH = 2048;
/**
 * RFC 3986 §2: only these characters are allowed in a URI. URL parsers silently drop certain other characters, so a
 * browser could open a different URI than the one that the server has compared.
 */
const URI_CHARACTERS = /^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/;

/** The settings that decide which redirect URIs a client may have. */
export interface RedirectRules {
  readonly applicationType: ApplicationType;
  readonly redirectUriPolicy: RedirectUriPolicy;
}

/**
 * Returns the reason why a redirect URI is not allowed, or `undefined` if it is allowed. RFC 6749 §3.1.2: a redirect
 * URI must be absolute and have no fragment. RFC 8252 §7: native applications use private-use schemes, https URLs or
 * loopback addresses.
 */
export function redirectUriProblem(text: string, rules: RedirectRules): string | undefined {
  const url = parsed(text);
  if (url === undefined) return 'must be an absolute URI';
  if (text.includes('#')) return 'must not have a fragment';
  if (hasCredentials(url)) return 'must not have a user name or password';
  if (url.protocol === 'https:') return hostProblem(url);
  return url.protocol === 'http:' ? httpProblem(text, url, rules) : privateUseProblem(url, rules);
}

/**
 * RFC 9700 §2.6 allows plain http only for loopback addresses. The policy `RELAXED` also allows http in private
 * networks.
 */
function httpProblem(text: string, url: URL, { redirectUriPolicy }: RedirectRules): string | undefined {
  if (isLoopback(url.hostname)) return undefined;
  if (redirectUriPolicy === 'RELAXED') {
    return isPrivateHost(url.hostname) && text.toLowerCase().startsWith(`http://${url.host}`)
      ? undefined
      : 'must be an https URL, or an http URL whose host is a private address, a name without a dot, or a name that ends with .local, .lan, .internal or .home.arpa';
  }
  return isPrivateHost(url.hostname)
    ? 'must be an https URL. If the application can only be reached over http in a private network, set redirectUriPolicy to RELAXED'
    : 'must be an https URL, or an http URL with localhost or a loopback address';
}

/**
 * RFC 8252 §7.1: a private-use scheme is based on a domain name, so it contains a dot. Dangerous schemes such as
 * javascript, data and file contain none. The policy `RELAXED` allows a native application to use a scheme without a
 * dot, if no other program uses that scheme.
 */
function privateUseProblem(
  { protocol }: URL,
  { applicationType, redirectUriPolicy }: RedirectRules,
): string | undefined {
  const scheme = protocol.slice(0, -1);
  if (!scheme.includes('.')) {
    if (redirectUriPolicy !== 'RELAXED' || applicationType !== 'native')
      return 'must be an https URL, an http URL with a loopback address, or a URI with a private-use scheme that contains a dot';
  }
  if (isReservedScheme(scheme))
    return `must not have the scheme ${scheme}, because it is registered or because a browser or an operating system handles it`;
  return applicationType === 'native'
    ? undefined
    : 'must be an https URL, because only NATIVE applications may use a private-use scheme';
}

/**
 * Returns the reason why the server must not send requests to a URI, or `undefined` if it may. Only the hosts in
 * ALLOWED_PRIVATE_HOSTS may use http.
 */
export function backchannelUriProblem(text: string, allowedPrivateHosts: readonly string[]): string | undefined {
  const url = parsed(text);
  if (url === undefined) return 'must be an absolute URI';
  if (text.includes('#')) return 'must not have a fragment';
  if (hasCredentials(url)) return 'must not have a user name or password';
  if (url.protocol === 'https:') return hostProblem(url);
  return url.protocol === 'http:' && allowedPrivateHosts.includes(url.hostname)
    ? undefined
    : 'must be an https URL, or an http URL whose host is listed in ALLOWED_PRIVATE_HOSTS';
}

/**
 * Returns the reason why the query of a redirect URI is not allowed, or `undefined` if it is allowed. The query must
 * not have a parameter that the server adds to its responses.
 */
export function queryProblem(text: string, parameters: ReadonlySet<string>): string | undefined {
  const names = [...new URL(text).searchParams.keys()];
  const name = names.find((one) => parameters.has(one.toLowerCase()));
  return name === undefined
    ? undefined
    : `must not have the query parameter ${name}, because the server adds a parameter with this name`;
}

/** Returns the reason why a text is no URL of a page or image, or `undefined` if it is one. */
export function webUrlProblem(text: string): string | undefined {
  const url = parsed(text);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? undefined : 'must be an https or http URL';
}

/**
 * Returns the reason why the pages of this server must not link to a URL, or `undefined` if they may. Browsers hide a
 * user name and password in a URL, and they can look like its host.
 */
export function linkProblem(text: string): string | undefined {
  const url = parsed(text);
  return webUrlProblem(text) ?? (url && hasCredentials(url) ? 'must not have a user name or password' : undefined);
}

/** The parameters of a login initiation (OpenID Connect Core §4). */
const INITIATION_PARAMETERS: ReadonlySet<string> = new Set(['iss', 'login_hint', 'target_link_uri']);

/**
 * Returns the reason why the server must not link to a URL to start a sign-in, or `undefined` if it may. OpenID Connect
 * Core §4 requires https.
 */
export function initiateLoginProblem(text: string): string | undefined {
  const url = parsed(text);
  if (url?.protocol !== 'https:') return 'must be an https URL';
  if (text.includes('#')) return 'must not have a fragment';
  if (hasCredentials(url)) return 'must not have a user name or password';
  return hostProblem(url) ?? queryProblem(text, INITIATION_PARAMETERS);
}

/** RFC 8707 §2: the identifier of an API must be an absolute URI without a fragment. */
export function resourceProblem(text: string): string | undefined {
  return parsed(text) === undefined || text.includes('#') ? 'must be an absolute URI without a fragment' : undefined;
}

/**
 * Returns the host of a URI. The pairwise `sub` of a user depends on the host of the client's redirect URIs (OpenID
 * Connect Core §8.1).
 */
export function hostOf(uri: string): string | undefined {
  const url = parsed(uri);
  return url === undefined || url.host === '' ? undefined : url.hostname;
}

export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]'
  );
}

/**
 * Whether an http or https URI has two slashes before its host, as RFC 3986 §3.2 requires. Some URL parsers also accept
 * a URI without the slashes. Returns `true` for URIs of all other schemes.
 */
function hasAuthority(text: string): boolean {
  return !/^https?:/i.test(text) || /^https?:\/\/[^/\\]/i.test(text);
}

function parsed(text: string): URL | undefined {
  return text.length <= MAX_LENGTH && URI_CHARACTERS.test(text) && hasAuthority(text) && URL.canParse(text)
    ? new URL(text)
    : undefined;
}

/** Whether a URL contains a user name or password, which browsers hide and which can look like its host. */
function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

function hostProblem(url: URL): string | undefined {
  return url.hostname === '' || url.hostname.includes('*') ? 'must have a host without wildcards' : undefined;
}
