import type { Client, ClientSecret } from '../model/client.js';
import type { Deps } from '../model/deps.js';
import type { Keys } from '../model/keys.js';
import type { SealPlace } from '../model/sealed-secret.js';
import { newSecret, newShortId } from './secrets.js';

/** Where a client's secret is sealed for: under another id, or another client of the same id, it does not open. */
const clientSecretPlace = (client: Pick<Client, 'incarnation'>, secretId: string): SealPlace => ({
  record: `client:${client.incarnation}:${secretId}`,
  field: 'secret',
});

/** A new secret of 256 bits, for the one time that it is shown, and the record that is kept of it. */
export const newClientSecret = (
  deps: Pick<Deps, 'keys' | 'random' | 'clock'>,
  client: Pick<Client, 'incarnation'>,
): { secret: string; record: ClientSecret } => {
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
};

/** The secret itself: to compare with what a client sent, or to sign and verify by HMAC with its UTF-8 bytes. */
export const openClientSecret = (
  keys: Pick<Keys, 'open'>,
  client: Pick<Client, 'incarnation'>,
  secret: Pick<ClientSecret, 'id' | 'secret'>,
): string => keys.open(secret.secret, clientSecretPlace(client, secret.id));
