import { domainToASCII, domainToUnicode } from 'node:url';

const MAX_ADDRESS_BYTES = 254;
const MAX_LOCAL_BYTES = 64;
const MAX_DOMAIN_LENGTH = 253;

/**
 * The part of an e-mail address before the @: a `Dot-string` (RFC 5321 §4.1.2), which may contain letters of all
 * languages (RFC 6531 §3.3).
 */
const LOCAL_PART = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u;

/**
 * The part of an e-mail address after the @. It may have one label, such as `localhost`. The last label must not be a
 * number, because the text could then be an IP address.
 */
const DOMAIN = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)*(?!\d+$)[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/**
 * Whether the text is an e-mail address (RFC 5321 §4.1.2, internationalised by RFC 6531). A quoted local part and an
 * address literal such as `[192.0.2.1]` are rejected: almost no mailbox has one, and many programs misread them.
 */
export function isEmailAddress(text: string): boolean {
  const { domain, ascii } = partsOf(text);
  const lower = domain.toLowerCase();
  // A domain has one spelling in ASCII and one in Unicode. Others, for example with a soft hyphen, could imitate it.
  return isSendable(text) && (lower === ascii || lower === domainToUnicode(ascii));
}

/** Whether the text can be the domain of an e-mail address. */
export function isEmailDomain(text: string): boolean {
  return isEmailAddress(`a@${text}`);
}

/**
 * Whether a mail can be sent to the text. Addresses that were stored by an earlier version can have other spellings of
 * the domain than `isEmailAddress` accepts.
 */
export function isSendable(text: string): boolean {
  const { local, ascii } = partsOf(text);
  return (
    Buffer.byteLength(text) <= MAX_ADDRESS_BYTES &&
    Buffer.byteLength(local) <= MAX_LOCAL_BYTES &&
    ascii.length <= MAX_DOMAIN_LENGTH &&
    LOCAL_PART.test(local) &&
    DOMAIN.test(ascii)
  );
}

function partsOf(text: string) {
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1);
  const ascii = /[\s/?#:@%\\]/.test(domain) ? '' : domainToASCII(domain);
  return { local: text.slice(0, Math.max(at, 0)), domain, ascii };
}
