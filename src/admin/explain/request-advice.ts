import { type Client, isConfidential } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { OAuthError } from '../../model/errors.js';
import type { AuthorizationRequest } from '../../oidc/protocol/authorization-request.js';

/** Says how to mend a request that is refused, if more can be said than the error says. */
export function adviceFor(client: Client, request: AuthorizationRequest, error: OAuthError): string | undefined {
  switch (error.parameter) {
    case 'redirect_uri':
      return adviseRedirectUri(client, request.redirect_uri);
    case 'code_challenge':
    case 'code_challenge_method':
      return isConfidential(client)
        ? 'Turn on PKCE with S256 in the application. If the application has no PKCE, set requirePkce to false with updateClient.'
        : 'Turn on PKCE with S256 in the application. Public clients cannot do without it.';
    case 'scope':
      return 'Add the scopes that the application needs to the scopes of the client with updateClient, and create missing ones with putScope.';
    case 'response_type':
      return 'Choose the authorization code flow in the application. The implicit and hybrid flows are not supported.';
    case 'request_uri':
      return 'Let the application push the request again. A request_uri is valid for a short time, and for one sign-in.';
    case 'request':
      return 'Compare the signing key, aud, iss and the times of the request object with the settings of the client.';
    case 'resource':
      return 'Send the resource of one of the scopes that the client has, or leave the parameter out.';
    default:
      return error.error === 'unauthorized_client' ? 'Change the client with updateClient.' : undefined;
  }
}

function adviseRedirectUri(client: Client, sent: string | undefined): string {
  const registered = client.redirect_uris;
  if (registered.length === 0)
    return 'The client has no redirect URI. Add the one of the application with updateClient.';
  const list = `Registered are: ${registered.join(', ')}.`;
  if (sent === undefined) return `Let the application send one of the registered URIs as redirect_uri. ${list}`;
  for (const one of registered) {
    const difference = differenceBetween(one, sent);
    if (difference !== undefined)
      return `The application sent ${sent}, which differs from the registered ${one} in ${difference}. Make both equal.`;
  }
  return `The application sent ${sent}. Add it to redirectUris with updateClient if it belongs to the application. ${list}`;
}

/** Returns the only part in which two URIs differ, in words. Returns `undefined` if they differ in several parts. */
function differenceBetween(registered: string, sent: string): string | undefined {
  if (!URL.canParse(registered) || !URL.canParse(sent)) return undefined;
  const [a, b] = [new URL(registered), new URL(sent)];
  const differences = [
    a.protocol !== b.protocol && 'the scheme (http or https)',
    a.hostname !== b.hostname && 'the host',
    a.port !== b.port && a.protocol === b.protocol && 'the port',
    a.pathname !== b.pathname && describePath(a.pathname, b.pathname),
    a.search !== b.search && 'the query',
    a.hash !== b.hash && 'the fragment',
  ].filter((part) => part !== false);
  if (differences.length === 0) return 'the spelling';
  return differences.length === 1 ? differences[0] : undefined;
}

function describePath(registered: string, sent: string): string {
  if (registered.replace(/\/$/, '') === sent.replace(/\/$/, '')) return 'the slash at the end';
  if (registered.toLowerCase() === sent.toLowerCase()) return 'upper and lower case of the path';
  return 'the path';
}

/** Says why no client has the id at the issuer: it does not exist, is disabled, or belongs to another issuer. */
export async function adviseClient(deps: Deps, issuer: Issuer, id: string | undefined): Promise<string> {
  if (id === undefined) return 'Enter the client_id in the settings of the application.';
  const client = await deps.store.clients.find(id);
  if (client === undefined) return `No client has the id ${id}. Compare it with the list of clients.`;
  if (client.issuerId !== issuer.id) {
    const other = await deps.store.issuers.find(client.issuerId);
    return other === undefined
      ? 'The issuer of the client was deleted. Create the client again.'
      : `The client belongs to the issuer ${issuerUrl(deps.config.issuer, other)}. Use this URL as the issuer in the application.`;
  }
  return client.enabled
    ? 'The issuer of the client was deleted and created again. Create the client again, too.'
    : 'The client is disabled. Enable it with updateClient(input: {id, enabled: true}).';
}
