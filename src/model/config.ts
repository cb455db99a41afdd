import type { OwnProfileField } from './people/user.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The settings of the process, validated and frozen. Only `config/` knows the names of the variables. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Public base URL, without a trailing slash: the `iss` of the default issuer. */
  readonly issuer: string;
  readonly database: DatabaseConfig;
  /** 32 bytes each, in base64url. The first one encrypts, all of them decrypt. */
  readonly secretKeys: readonly string[];
  readonly bootstrapApiKey: string | undefined;
  readonly rpId: string;
  readonly rpName: string;
  /** Origins whose ceremonies are accepted. The first is the origin of the issuer. */
  readonly rpOrigins: readonly string[];
  readonly allowRpIdChange: boolean;
  /** The value of Express's `trust proxy`. */
  readonly trustProxy: boolean | number | string | undefined;
  readonly workers: number;
  readonly requireSignedRequestObject: boolean;
  /** Seconds. */
  readonly maxAccessTokenLifetime: number;
  readonly sessionIdleLifetime: number;
  readonly sessionAbsoluteLifetime: number;
  readonly auditRetention: number;
  readonly attestation: 'none' | 'direct';
  readonly aaguids: readonly string[];
  readonly allowedPrivateHosts: readonly string[];
  /** The fields that users can change at `/account`. */
  readonly editableProfile: readonly OwnProfileField[];
  readonly brandLogo: string | undefined;
  readonly brandColor: string | undefined;
  readonly otlpEndpoint: string | undefined;
  readonly logLevel: LogLevel;
}

export type DatabaseConfig =
  | { readonly kind: 'sqlite' /** A path, or `:memory:`. */; readonly path: string }
  | { readonly kind: 'mongodb'; readonly url: string };
