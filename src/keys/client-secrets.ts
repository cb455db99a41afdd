import { hash, timingSafeEqual } from 'node:crypto';
import { type Client, type ClientSecret, liveSecrets } from '../model/clients/client.js';
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

/**
 * Makes a client secret of 256 random bits, and the record to store. The record contains the secret only in encrypted
 * form, so administrators see the secret only once.
 */
export function newClientSecret(
  deps: Pick<Deps, 'keys' | 'random' | 'clock'>,
  client: Pick<Client, 'generation'>,
): { secret: string; record: ClientSecret } {
  const id = newShortId(deps.random);
  const secret = newSecret(deps.random);
  return {
    secret,
    record: {
      id,
      secret: deps.keys.seal(secret, clientSecretPlace(client, id)),
      hint: secret.slice(0, 4),
      createdAt: deps.clock.now().getTime(),
    },
  };
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
 * valid secret. If the client has two valid secrets, the `kid` header names the secret that signed.
 *
 * @throws OAuthError `unauthorized_client` if the client has no valid secret
 */
export function signWithClientSecret(
  deps: Pick<Deps, 'keys' | 'clock'>,
  client: Client,
  claims: JsonObject,
  options: { readonly typ?: string | undefined; readonly secret?: ClientSecret | undefined } = {},
): Promise<string> {
  const live = liveSecrets(client, deps.clock.now());
  const secret = options.secret ?? live[0];
  if (secret === undefined)
    throw new OAuthError(
      'unauthorized_client',
      'The response cannot be signed, because the client has no valid secret. Add a secret to the client.',
    );
  return deps.keys.signWithSecret(openClientSecret(deps.keys, client, secret), claims, {
    ...(options.typ !== undefined && { typ: options.typ }),
    ...(live.length > 1 && { kid: secret.id }),
  });
}
