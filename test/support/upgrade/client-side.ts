import type { JWK } from 'jose';
import type { Clock } from '../../../src/model/deps.js';
import type { Query } from '../authorization.js';
import type { Person } from '../people.js';
import {
  authorizationQuery,
  authorizeAs,
  basicOf,
  CALLBACK,
  PKCE,
  postForm,
  type Read,
  WITH_VERIFIER,
} from '../relying-party.js';
import { makeDpopProof } from './dpop-proof.js';
import type { KeptClient } from './facts.js';

/** What the clients of a fixture do, each by its name. A DPoP key is the client's own. */
export interface ClientSide {
  /** Where the browser of a signed-in person is sent. */
  authorize(person: Person, client: string, changes?: Query): Promise<URL>;
  /** The token endpoint. */
  token(client: string, form: Query, dpopKey?: JWK): Promise<Read>;
  redeem(client: string, code: string, dpopKey?: JWK): Promise<Read>;
  /** The tokens of a new authorization; throws if there are none. */
  tokensOf(person: Person, client: string, changes?: Query, dpopKey?: JWK): Promise<Tokens>;
  refresh(client: string, refreshToken: string, dpopKey?: JWK): Promise<Read>;
  introspect(client: string, token: string): Promise<Read>;
  userinfo(client: string, token: string, dpopKey?: JWK): Promise<Read>;
  /** Any other endpoint that a client posts a form to. */
  post(client: string, path: string, form: Query): Promise<Read>;
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
}

export function clientSide(origin: string, clock: Clock, clients: Readonly<Record<string, KeptClient>>): ClientSide {
  const clientOf = (name: string): KeptClient => {
    const client = clients[name];
    if (client === undefined) throw new Error(`The fixture has no client ${name}.`);
    return client;
  };
  const credentials = ({ id, secret }: KeptClient) =>
    secret === undefined ? { form: { client_id: id }, headers: {} } : { form: {}, headers: basicOf({ id, secret }) };
  const send = async (name: string, path: string, form: Query, dpopKey?: JWK): Promise<Read> => {
    const client = clientOf(name);
    const url = `${origin}${client.issuerPath}${path}`;
    const { form: named, headers } = credentials(client);
    const dpop = dpopKey && { DPoP: await makeDpopProof(clock, dpopKey, { method: 'POST', url }) };
    return postForm(url, { ...named, ...form }, { ...headers, ...dpop });
  };
  const side: ClientSide = {
    authorize: (person, name, changes = {}) => {
      const { id, secret = '', issuerPath } = clientOf(name);
      return authorizeAs(person, issuerPath + authorizationQuery({ id, secret }, { ...PKCE, ...changes }));
    },
    token: (name, form, dpopKey) => send(name, '/oidc/token', form, dpopKey),
    redeem: (name, code, dpopKey) => {
      const form = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...WITH_VERIFIER };
      return side.token(name, form, dpopKey);
    },
    tokensOf: async (person, name, changes, dpopKey) => {
      const back = await side.authorize(person, name, changes);
      const answer = await side.redeem(name, back.searchParams.get('code') ?? '', dpopKey);
      if (answer.status !== 200) throw new Error(`${name}: ${back} ${answer.text}`);
      return answer.body as Tokens;
    },
    refresh: (name, refresh_token, dpopKey) =>
      side.token(name, { grant_type: 'refresh_token', refresh_token }, dpopKey),
    introspect: (name, token) => send(name, '/oidc/introspect', { token }),
    userinfo: async (name, token, dpopKey) => {
      const url = `${origin}${clientOf(name).issuerPath}/oidc/userinfo`;
      const authorization = `${dpopKey === undefined ? 'Bearer' : 'DPoP'} ${token}`;
      const proof = { method: 'POST', url, accessToken: token };
      const dpop = dpopKey && { DPoP: await makeDpopProof(clock, dpopKey, proof) };
      return postForm(url, {}, { authorization, ...dpop });
    },
    post: (name, path, form) => send(name, path, form),
  };
  return side;
}
