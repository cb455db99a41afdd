import type { ApplicationType } from '../../model/clients/client.js';

const MAX_LENGTH = 2048;
/** RFC 3986 §2. Parsers ignore some other characters, so they would read another URI than the one that is compared. */
const URI_CHARACTERS = /^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/;

/**
 * Why a redirect URI is not allowed. RFC 6749 §3.1.2: it is absolute, without fragment. RFC 8252 §7: native
 * applications use private-use schemes, https links and loopback addresses.
 */
export function redirectUriProblem(text: string, applicationType: ApplicationType): string | undefined {
  const url = parsed(text);
  if (url === undefined) return 'must be an absolute URI';
  if (text.includes('#')) return 'must not have a fragment';
  if (url.username !== '' || url.password !== '') return 'must not have a user name or password';
  if (url.protocol === 'https:') return hostProblem(url);
  if (url.protocol === 'http:') {
    return isLoopback(url.hostname) ? undefined : 'must be https, or http to localhost or a loopback address';
  }
  // RFC 8252 §7.1: private-use schemes MUST be based on a domain name, and so have a dot; javascript, data and file have none.
  if (!url.protocol.includes('.'))
    return 'must be https, http to a loopback address, or a private-use scheme with a dot';
  return applicationType === 'native'
    ? undefined
    : 'must be https, because only NATIVE applications may use a private-use scheme';
}

/** Why the server cannot send requests to a URI. ALLOWED_PRIVATE_HOSTS lists the hosts for which http is allowed. */
export function backchannelUriProblem(text: string, allowedPrivateHosts: readonly string[]): string | undefined {
  const url = parsed(text);
  if (url === undefined) return 'must be an absolute URI';
  if (text.includes('#')) return 'must not have a fragment';
  if (url.username !== '' || url.password !== '') return 'must not have a user name or password';
  if (url.protocol === 'https:') return hostProblem(url);
  return url.protocol === 'http:' && allowedPrivateHosts.includes(url.hostname)
    ? undefined
    : 'must be https, or http to a host of ALLOWED_PRIVATE_HOSTS';
}

/** Why a URL cannot be a link on a page. */
export function linkProblem(text: string): string | undefined {
  const url = parsed(text);
  return url !== undefined && (url.protocol === 'https:' || url.protocol === 'http:')
    ? undefined
    : 'must be an https or http URL';
}

/** RFC 8707 §2: an absolute URI without fragment. */
export function resourceProblem(text: string): string | undefined {
  return parsed(text) === undefined || text.includes('#') ? 'must be an absolute URI without fragment' : undefined;
}

/** OpenID Connect Core §8.1: pairwise subjects depend on the host of the redirect URIs. */
export function hostOf(uri: string): string | undefined {
  const url = parsed(uri);
  return url === undefined || url.host === '' ? undefined : url.hostname;
}

export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]'
  );
}

/** RFC 3986 §3.2: http and https have an authority after two slashes. Some parsers accept a URI without it. */
function hasAuthority(text: string): boolean {
  return !/^https?:/i.test(text) || /^https?:\/\/[^/\\]/i.test(text);
}

function parsed(text: string): URL | undefined {
  return text.length <= MAX_LENGTH && URI_CHARACTERS.test(text) && hasAuthority(text) && URL.canParse(text)
    ? new URL(text)
    : undefined;
}

function hostProblem(url: URL): string | undefined {
  return url.hostname === '' || url.hostname.includes('*') ? 'must have a host without wildcards' : undefined;
}
