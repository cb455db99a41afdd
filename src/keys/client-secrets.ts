import { hash, timingSafeEqual } from 'node:crypto';
import type { Client } from '../model/clients/client.js';
import { type ClientSecret, liveSecrets } from '../model/clients/client-secret.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import type { JsonObject } from '../model/json.js';
import type { Keys } from '../model/server/keys.js';
import type { SealPlace } from '../model/server/sealed-secret.js';
import { newSecret, newShortId } from './secrets.js';

/**
 * Returns the record and field for which a client secret is encrypted. The secret cannot be decrypted for another
 * client or secret id, so a copy of the encrypted secret in another record is useless.
 */
function clientSecretPlace(client: Pick<Client, 'generation'>, secretId: string): SealPlace {
  return {
    record: `client:${client.generation}:${secretId}`,
    field: 'secret',
  };
}

/** RFC 7518 §3.2: a key for HS256 must have at least 256 bits. */
const MIN_SIGNING_BYTES = 32;

/** Characters of the secret for each character of its hint, so that the hint of a short secret reveals little. */
const LENGTH_PER_HINT = 8;
const HINT_LENGTH = 4;

/**
 * Makes the record of a client secret. The record contains the secret only in encrypted form, so administrators see the
 * secret only once. The secret is `imported` from another provider, or else 256 random bits.
 */
export function newClientSecret(
  deps: Pick<Deps, 'keys' | 'random' | 'clock'>,
  client: Pick<Client, 'generation'>,
  imported?: string,
): { secret: string; record: ClientSecret } {
  const id = newShortId(deps.random);
  const secret = imported ?? newSecret(deps.random);
  return {
    secret,
    record: {
      id,
      secret: deps.keys.seal(secret, clientSecretPlace(client, id)),
      hint: secret.slice(0, Math.min(HINT_LENGTH, Math.floor(secret.length / LENGTH_PER_HINT))),
      createdAt: deps.clock.now().getTime(),
      ...(!canSign(secret) && { tooShortToSign: true }),
    },
  };
}

/** Whether a secret is long enough to be an HMAC key. A shorter one authenticates the client, but signs nothing. */
export function canSign(secret: string): boolean {
  return Buffer.byteLength(secret) >= MIN_SIGNING_BYTES;
}

/** Whether a client has sent this secret. Compares in constant time. */
export function isClientSecret(
  keys: Pick<Keys, 'digest'>,
  client: Pick<Client, 'generation'>,
  { id, secret }: Pick<ClientSecret, 'id' | 'secret'>,
  presented: string,
): boolean {
  return timingSafeEqual(keys.digest(secret, clientSecretPlace(client, id)), hash('sha256', presented, 'buffer'));
}

/** Decrypts a client secret. The UTF-8 bytes of the decrypted secret are an HMAC key. */
export function openClientSecret(
  keys: Pick<Keys, 'open'>,
  client: Pick<Client, 'generation'>,
  secret: Pick<ClientSecret, 'id' | 'secret'>,
): string {
  return keys.open(secret.secret, clientSecretPlace(client, secret.id));
}

/** A client secret that is long enough to sign. The UTF-8 bytes of `key` are the HMAC key. */
export interface SigningSecret {
  readonly secret: ClientSecret;
  readonly key: string;
}

/** Decrypts the secrets with which JWTs of the client are signed and verified, which are its long valid secrets. */
export function signingSecretsOf(deps: Pick<Deps, 'keys' | 'clock'>, client: Client): SigningSecret[] {
  return liveSecrets(client, deps.clock.now())
    .map((secret) => ({ secret, key: openClientSecret(deps.keys, client, secret) }))
    .filter(({ key }) => canSign(key));
}

/**
 * Encrypts a client's secrets again with the first key in `SECRET_KEY`. Throws if no key in `SECRET_KEY` can decrypt
 * one of the client's secrets.
 */
export function resealedSecrets(
  keys: Pick<Keys, 'reseal'>,
  client: Pick<Client, 'generation' | 'secrets'>,
): readonly ClientSecret[] {
  return client.secrets.map((secret) => ({
    ...secret,
    secret: keys.reseal(secret.secret, clientSecretPlace(client, secret.id)),
  }));
}

/**
 * Signs claims for a client with HS256. The key is the secret with which the client authenticated, or else the oldest
 * valid secret that can sign. If the client has two valid secrets, the `kid` header names the secret that signed.
 *
 * @throws OAuthError `unauthorized_client` if the client has no valid secret that can sign
 */
export function signWithClientSecret(
  deps: Pick<Deps, 'keys' | 'clock'>,
  client: Client,
  claims: JsonObject,
  options: { readonly typ?: string | undefined; readonly secret?: ClientSecret | undefined } = {},
): Promise<string> {
  const signing = signingSecretsOf(deps, client);
  const chosen = signing.find(({ secret }) => secret.id === options.secret?.id) ?? signing[0];
  const live = liveSecrets(client, deps.clock.now());
  if (chosen === undefined) throw new OAuthError('unauthorized_client', cannotSign(live.length > 0));
  return deps.keys.signWithSecret(chosen.key, claims, {
    ...(options.typ !== undefined && { typ: options.typ }),
    ...(live.length > 1 && { kid: chosen.secret.id }),
  });
}

function cannotSign(hasSecret: boolean): string {
  return hasSecret
    ? 'The response cannot be signed, because every valid secret of the client has fewer than 32 bytes (RFC 7518 section 3.2). Add a secret of at least 32 bytes to the client.'
    : 'The response cannot be signed, because the client has no valid secret. Add a secret to the client.';
}
