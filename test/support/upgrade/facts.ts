import type { JWK } from 'jose';
import type { JsonObject } from '../../../src/model/json.js';

/** What a fixture's database was filled with, as its clients, users and administrators know it: every secret in clear. */
export interface Facts {
  /** The version of the server that wrote the database. */
  readonly version: string;
  /** When the database was complete. Open it with a clock that stands shortly after. */
  readonly now: string;
  readonly issuer: string;
  readonly secretKey: string;
  readonly bootstrapApiKey: string;
  readonly people: Readonly<Record<string, KeptPerson>>;
  readonly clients: Readonly<Record<string, KeptClient>>;
  readonly chains: Readonly<Record<string, KeptChain>>;
  readonly accessTokens: Readonly<Record<string, KeptAccessToken>>;
  /** Tokens of earlier generations, and revoked ones. Each was active once. */
  readonly deadTokens: Readonly<Record<string, DeadToken>>;
  readonly apiKeys: Readonly<Record<string, KeptApiKey>>;
  readonly idTokens: Readonly<Record<string, string>>;
  /** The key ids that each issuer published, by the issuer's path. */
  readonly publishedKeys: Readonly<Record<string, readonly string[]>>;
  readonly webhook: KeptWebhook;
  readonly log: KeptLog;
  readonly logout: { readonly clientId: string; readonly sid: string };
  readonly pending: KeptPending;
  /** What `export` printed. */
  readonly configuration: string;
}

export interface KeptPerson {
  readonly id: string;
  readonly username: string;
  readonly cookies: Readonly<Record<string, string>>;
  /** One authenticator for each passkey. */
  readonly passkeys: readonly KeptPasskey[];
}

export interface KeptPasskey {
  readonly id: string;
  readonly rpId: string;
  readonly userHandle: string;
  readonly alg: -8 | -7 | -257;
  readonly privateJwk: JWK;
  readonly signCount: number;
  readonly counts: boolean;
}

export interface KeptClient {
  readonly id: string;
  /** Absent for a public client. */
  readonly secret?: string;
  /** Below the server's URL: empty for the server's own issuer. */
  readonly issuerPath: string;
}

/** The refresh tokens of one grant, oldest first: each replaced the one before it. */
export interface KeptChain {
  readonly client: string;
  readonly tokens: readonly string[];
  readonly dpopKey?: JWK;
}

export interface KeptAccessToken {
  readonly token: string;
  /** The client that introspects it, by its name in `clients`. */
  readonly asker: string;
  /** The answer of introspection when the database was complete. */
  readonly introspection: JsonObject;
  readonly dpopKey?: JWK;
}

export interface DeadToken {
  readonly token: string;
  /** The client that introspects it: of the present generation. */
  readonly asker: string;
}

export interface KeptApiKey {
  readonly key: string;
  /** What it may do; absent if it must not work. */
  readonly permissions?: readonly string[];
}

export interface KeptWebhook {
  readonly id: string;
  readonly secret: string;
  readonly types: readonly string[];
  /** Ids of events: those that were delivered, and those that follow. */
  readonly delivered: readonly string[];
  readonly pending: readonly string[];
}

export interface KeptLog {
  /** Of the last event of `seen`, read with OLDEST_FIRST. */
  readonly cursor: string;
  readonly seen: readonly string[];
  readonly later: readonly string[];
}

/** What was begun and not finished. */
export interface KeptPending {
  /** A sign-in page with the options of its ceremony. The person has no session. */
  readonly signIn: { readonly person: KeptPerson; readonly page: string; readonly options: JsonObject };
  /** A consent page of a person who is signed in. */
  readonly consent: { readonly person: string; readonly page: string };
  readonly code: { readonly client: string; readonly code: string };
  readonly pushedRequest: { readonly client: string; readonly requestUri: string };
  readonly device: { readonly userCode: string; readonly deviceCode: string };
  readonly allowedDevice: { readonly deviceCode: string };
  readonly enrolmentLink: { readonly username: string; readonly url: string };
  readonly recovery: { readonly username: string; readonly codes: readonly string[] };
}
