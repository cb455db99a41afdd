import type { ServerSettingName, ServerSettings } from './server/server-settings.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * The validated settings of the process. Only the `config` folder knows from which environment variables they come. The
 * server settings in it are those in force: they change while the process runs, so read them when they are needed.
 */
export interface Config extends ServerSettings {
  readonly port: number;
  readonly host: string;
  /** The public base URL of the server, without a trailing slash. It is also the `iss` of the default issuer. */
  readonly issuer: string;
  readonly database: DatabaseConfig;
  /** Keys of 32 bytes each, in base64url. The server encrypts with the first key and decrypts with any of them. */
  readonly secretKeys: readonly string[];
  readonly bootstrapApiKey: string | undefined;
  readonly rpId: string;
  /**
   * The origins of the pages on which a user may use or register a passkey. The first origin in the list is the origin
   * of `issuer`.
   */
  readonly rpOrigins: readonly string[];
  readonly allowRpIdChange: boolean;
  readonly allowEmptyDatabase: boolean;
  /** The value for Express's setting `trust proxy`, which says which proxies may report the IP address of the user. */
  readonly trustProxy: boolean | number | string | undefined;
  /** The addresses and subnets of the proxies that may ask whether a request is allowed (forward auth). */
  readonly forwardAuthProxies: readonly string[];
  readonly workers: number;
  readonly allowedPrivateHosts: readonly string[];
  /** How the server sends mails. `undefined` if it sends none. */
  readonly mail: MailConfig | undefined;
  readonly otlpEndpoint: string | undefined;
  readonly logLevel: LogLevel;
  /** The server settings that the environment sets. Stored values of these settings have no effect. */
  readonly environmentSettings: readonly ServerSettingName[];
}

export type DatabaseConfig =
  | {
      readonly kind: 'sqlite' /** The path of the SQLite file, or `:memory:` for a database in memory. */;
      readonly path: string;
    }
  | { readonly kind: 'mongodb'; readonly url: string };

export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /**
   * `implicit`: TLS from the first byte. `starttls`: the connection begins without TLS, and nothing is sent before the
   * mail server has changed to TLS. `off`: no TLS.
   */
  readonly tls: 'implicit' | 'starttls' | 'off';
  readonly user?: string;
  readonly password?: string;
  readonly from: MailSender;
}

export interface MailSender {
  /** The name that mail programs show. Absent: the name of the server. */
  readonly name?: string;
  readonly address: string;
}

/** The path of an SQLite database in memory. */
export const MEMORY = ':memory:';

/** Where the secret key comes from. */
export type KeyOrigin = { readonly kind: 'setting' } | { readonly kind: 'file'; readonly path: string };
