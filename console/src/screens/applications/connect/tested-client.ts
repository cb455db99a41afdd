import { originOf, webAddress } from '../web-address.js';

/** A client whose sign-in is tested. */
export interface TestedClient {
  readonly id: string;
  readonly name: string;
  readonly integrations: readonly string[];
  readonly redirectUris: readonly string[];
  readonly clientUri: string | null;
  readonly initiateLoginUri: string | null;
  readonly forwardAuth: { readonly hosts: readonly string[] } | null;
  readonly issuer: { readonly url: string } | null;
}

/** Returns where the application starts its sign-in, as far as the server knows. */
export function startOf(client: TestedClient): string | undefined {
  const { initiateLoginUri, clientUri, redirectUris, forwardAuth, issuer } = client;
  const initiate = webAddress(initiateLoginUri);
  if (initiate !== undefined) {
    const url = new URL(initiate);
    url.searchParams.set('iss', issuer?.url ?? '');
    return url.href;
  }
  const [host] = forwardAuth?.hosts ?? [];
  const origins = redirectUris.map(originOf).filter((one) => one !== undefined);
  return webAddress(clientUri) ?? (host === undefined ? origins[0] : webAddress(`https://${host}/`));
}
