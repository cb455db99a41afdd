import type { OwnProfileField } from './people/user.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The validated settings of the process. Only the `config` folder knows from which environment variables they come. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** The public base URL of the server, without a trailing slash. It is also the `iss` of the default issuer. */
  readonly issuer: string;
  readonly database: DatabaseConfig;
  /** Keys of 32 bytes each, in base64url. The server encrypts with the first key and decrypts with any of them. */
  readonly secretKeys: readonly string[];
  readonly bootstrapApiKey: string | undefined;
  readonly rpId: string;
  readonly rpName: string;
  /**
   * The origins of the pages on which a user may use or register a passkey. The first origin in the list is the origin
   * of `issuer`.
   */
  readonly rpOrigins: readonly string[];
  readonly allowRpIdChange: boolean;
  readonly allowEmptyDatabase: boolean;
  /** The value for Express's setting `trust proxy`, which says which proxies may report the IP address of the user. */
  readonly trustProxy: boolean | number | string | undefined;
  readonly workers: number;
  readonly requireSignedRequestObject: boolean;
  /**
   * The longest lifetime of access tokens that a client can have. All lifetimes and retention times here are in
   * seconds.
   */
  readonly maxAccessTokenLifetime: number;
  /** The bits of new RSA keys that sign tokens. */
  readonly signingKeyBits: number;
  readonly sessionIdleLifetime: number;
  readonly sessionAbsoluteLifetime: number;
  readonly auditRetention: number;
  /** The most accounts that can be registered from one IP address in an hour. */
  readonly maxRegistrations: number;
  /** The most changes that a user can make to their own account in 10 minutes. */
  readonly maxAccountChanges: number;
  /** The most sessions that a user can have at the same time. */
  readonly maxSessions: number;
  /** The most offline grants that a user can have for one client at the same time. */
  readonly maxOfflineGrants: number;
  readonly attestation: 'none' | 'direct';
  readonly aaguids: readonly string[];
  readonly allowedPrivateHosts: readonly string[];
  /** The profile fields that users can change themselves, on the page `/account`. */
  readonly editableProfile: readonly OwnProfileField[];
  readonly brandLogo: string | undefined;
  readonly brandColor: string | undefined;
  readonly otlpEndpoint: string | undefined;
  readonly logLevel: LogLevel;
}

export type DatabaseConfig =
  | {
      readonly kind: 'sqlite' /** The path of the SQLite file, or `:memory:` for a database in memory. */;
      readonly path: string;
    }
  | { readonly kind: 'mongodb'; readonly url: string };

/** The path of an SQLite database in memory. */
export const MEMORY = ':memory:';

/** Where the secret key comes from. */
export type KeyOrigin = { readonly kind: 'setting' } | { readonly kind: 'file'; readonly path: string };
