import { type Client, type ClientSecret, liveSecrets } from '../model/clients/client.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import type { JsonObject } from '../model/json.js';
import type { Keys } from '../model/server/keys.js';
import type { SealPlace } from '../model/server/sealed-secret.js';
import { newSecret, newShortId } from './secrets.js';

/** Where a client's secret is sealed for: under another id, or another client of the same id, it does not open. */
function clientSecretPlace(client: Pick<Client, 'generation'>, secretId: string): SealPlace {
  return {
    record: `client:${client.generation}:${secretId}`,
    field: 'secret',
  };
}

/** A new secret of 256 bits, for the one time that it is shown, and the record that is kept of it. */
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

/** The secret itself: to compare with what a client sent, or to sign and verify by HMAC with its UTF-8 bytes. */
export function openClientSecret(
  keys: Pick<Keys, 'open'>,
  client: Pick<Client, 'generation'>,
  secret: Pick<ClientSecret, 'id' | 'secret'>,
): string {
  return keys.open(secret.secret, clientSecretPlace(client, secret.id));
}

/** The client's secrets, each under the key that seals now. Throws where no key opens one. */
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
 * Signs claims with HS256 for a client: with the secret that it came with; else the older live one signs, and `kid`
 * says so. Throws `OAuthError` where the client has no live secret.
 */
export function signWithClientSecret(
  deps: Pick<Deps, 'keys' | 'clock'>,
  client: Client,
  claims: JsonObject,
  options: { readonly typ?: string | undefined; readonly cameWith?: ClientSecret | undefined } = {},
): Promise<string> {
  const live = liveSecrets(client, deps.clock.now());
  const secret = options.cameWith ?? live[0];
  if (secret === undefined) throw new OAuthError('unauthorized_client', 'The client has no secret to sign with.');
  return deps.keys.signWithSecret(openClientSecret(deps.keys, client, secret), claims, {
    ...(options.typ !== undefined && { typ: options.typ }),
    ...(live.length > 1 && { kid: secret.id }),
  });
}
