import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Administration } from './administration.js';
import { basicHeader, codeFor, codeForm, requestToken } from './authorization.js';
import { makeClient, makeUser, signInAs } from './fixtures.js';

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly id: string;
}

interface TokenRequest {
  readonly client: Client;
  readonly secret: string;
  readonly cookie: string;
  readonly scope?: string | undefined;
  /** Default: the default issuer. */
  readonly issuer?: Issuer;
}

/** Tokens of a server, and what its API says of them. */
export function tokenCalls(server: () => Administration) {
  async function defaultIssuer(): Promise<Issuer> {
    const issuer = await server().deps.store.issuers.find('default');
    if (issuer === undefined) throw new Error('There is no default issuer.');
    return issuer;
  }

  async function tokensFor({ client, secret, cookie, scope, issuer }: TokenRequest): Promise<Tokens> {
    const { deps } = server();
    const of = issuer ?? (await defaultIssuer());
    const code = await codeFor(deps, of, client, cookie, { scope: scope ?? 'openid offline_access' });
    const answer = await requestToken(deps, of, codeForm(client, code), basicHeader(client, secret));
    return {
      access: String(answer.access_token),
      refresh: String(answer.refresh_token),
      id: String(answer.id_token),
    };
  }

  async function introspect(token: string) {
    const { data, errors } = await server().call(
      `query ($input: IntrospectTokenInput!) { introspectToken(input: $input) { active tokenType scope clientId client { name } userId user { username } issuerId issuer { url } grantId audience issuedAt expiresAt sessionId claims } }`,
      { input: { token } },
    );
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data.introspectToken;
  }

  return {
    defaultIssuer,
    tokensFor,
    introspect,
    isActive: async (token: string): Promise<boolean> => (await introspect(token)).active,
    /** A signed-in user, a client, and the tokens that the client got for the user. */
    signedIn: async (changes: Partial<Client> = {}, scope?: string) => {
      const { deps } = server();
      const user = await makeUser(deps);
      const { client, secret } = await makeClient(deps, await defaultIssuer(), changes);
      const { session, cookie } = await signInAs(deps, user);
      return { user, client, secret, session, cookie, tokens: await tokensFor({ client, secret, cookie, scope }) };
    },
    grantsOf: async (filter: string): Promise<string[]> => {
      const { data } = await server().call(`{ grants(${filter}) { edges { node { id } } } }`);
      return data.grants.edges.map(({ node }: { node: { id: string } }) => node.id);
    },
  };
}
