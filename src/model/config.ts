import type { OwnProfileField } from './people/user.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The settings of the process, validated and frozen. `load-config.ts` alone knows where they come from. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Public base URL, without a trailing slash: the `iss` of the default issuer. */
  readonly issuer: string;
  readonly database: DatabaseConfig;
  /** base64url of 32 bytes each; the first seals, all open. */
  readonly secretKeys: readonly string[];
  readonly bootstrapApiKey: string | undefined;
  readonly rpId: string;
  readonly rpName: string;
  /** Origins whose ceremonies count; the issuer's own is the first. */
  readonly rpOrigins: readonly string[];
  readonly allowRpIdChange: boolean;
  /** As Express reads `trust proxy`. */
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
  /** What people change of themselves at `/account`. */
  readonly editableProfile: readonly OwnProfileField[];
  readonly brandLogo: string | undefined;
  readonly brandColor: string | undefined;
  readonly otlpEndpoint: string | undefined;
  readonly logLevel: LogLevel;
}

export type DatabaseConfig =
  | { readonly kind: 'sqlite' /** A path, or `:memory:`. */; readonly path: string }
  | { readonly kind: 'mongodb'; readonly url: string };
