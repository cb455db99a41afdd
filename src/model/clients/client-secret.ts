import type { SealedSecret } from '../server/sealed-secret.js';

/**
 * One of the secrets of a client. Its times are milliseconds since 1970, because the list of secrets is stored as JSON,
 * which has no dates.
 */
export interface ClientSecret {
  readonly id: string;
  readonly secret: SealedSecret;
  /** The first characters of the secret. Administrators see them, to distinguish two secrets. */
  readonly hint: string;
  readonly createdAt: number;
  readonly expiresAt?: number | undefined;
  readonly lastUsedAt?: number | undefined;
  /** Present if the secret was imported and has fewer than 32 bytes. It authenticates the client, but signs nothing. */
  readonly tooShortToSign?: true | undefined;
}

/** Returns the client's secrets that have not expired at `now`, oldest first. */
export function liveSecrets(client: { readonly secrets: readonly ClientSecret[] }, now: Date): ClientSecret[] {
  return client.secrets.filter((secret) => secret.expiresAt === undefined || secret.expiresAt > now.getTime());
}
