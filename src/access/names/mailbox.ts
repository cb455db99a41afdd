import { domainToASCII, domainToUnicode } from 'node:url';

/** The same text for every spelling of an e-mail address: lower case, composed letters (NFC), the domain in ASCII. */
export function mailboxOf(address: string): string {
  const [local, domain] = partsOf(address);
  return `${local.normalize('NFC')}@${domainToASCII(domain) || domain}`.toLowerCase();
}

/** The domain of an e-mail address, in ASCII and lower case. */
export function emailDomainOf(address: string): string {
  return partsOf(mailboxOf(address))[1];
}

/** Returns the spellings of an address that mean the same mailbox, apart from upper and lower case. */
export function spellingsOf(address: string): string[] {
  const [local, domain] = partsOf(address);
  const domains = [domain, domainToASCII(domain), domainToUnicode(domain)].filter((text) => text !== '');
  return [...new Set(domains)].map((text) => `${local}@${text}`);
}

function partsOf(address: string): readonly [local: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at), address.slice(at + 1)];
}
