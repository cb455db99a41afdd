import { Webhook as Signature } from 'standardwebhooks';
import type { Deps } from '../model/deps.js';
import type { Webhook } from '../model/log/webhook.js';
import type { Keys } from '../model/server/keys.js';
import type { SealedSecret, SealPlace } from '../model/server/sealed-secret.js';
import { numericDate } from '../model/time.js';

/** The length of a webhook secret. The Standard Webhooks specification allows 24 to 64 bytes. */
const SECRET_BYTES = 32;

/**
 * Returns the record and field for which a webhook secret is encrypted. The secret cannot be decrypted for another
 * webhook generation, so a copy of the encrypted secret in another record is useless.
 */
function secretPlace({ generation }: Pick<Webhook, 'generation'>): SealPlace {
  return {
    record: `webhook:${generation}`,
    field: 'secret',
  };
}

/**
 * Makes a webhook secret and its encrypted form. Only the encrypted form is stored, so administrators see the secret
 * only once.
 * {@link https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme | Standard Webhooks, signature scheme}
 */
export function newWebhookSecret(
  { keys, random }: Pick<Deps, 'keys' | 'random'>,
  webhook: Pick<Webhook, 'generation'>,
): { secret: string; sealed: SealedSecret } {
  const secret = `whsec_${Buffer.from(random.bytes(SECRET_BYTES)).toString('base64')}`;
  return { secret, sealed: keys.seal(secret, secretPlace(webhook)) };
}

type WebhookSecrets = Pick<Webhook, 'generation' | 'secret' | 'previousSecret'>;

/**
 * Encrypts the webhook's secrets again with the first key in `SECRET_KEY`. Throws if no key in `SECRET_KEY` can decrypt
 * one of them.
 */
export function resealedSecrets(
  keys: Pick<Keys, 'reseal'>,
  webhook: WebhookSecrets,
): Pick<WebhookSecrets, 'secret' | 'previousSecret'> {
  const { secret, previousSecret: previous } = webhook;
  const reseal = (sealed: SealedSecret) => keys.reseal(sealed, secretPlace(webhook));
  const resealed = { secret: reseal(secret) };
  return previous === undefined
    ? resealed
    : { ...resealed, previousSecret: { ...previous, secret: reseal(previous.secret) } };
}

/**
 * Returns the headers with which a receiver verifies a webhook message: its id, its time, and an HMAC-SHA256 over id,
 * time and body. After a rotation, the message has a second signature with the previous secret, until that expires.
 * {@link https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#webhook-headers-sending-metadata-to-consumers | Standard Webhooks, headers}
 */
export function signedHeaders(
  keys: Pick<Keys, 'open'>,
  webhook: WebhookSecrets,
  { id, sentAt, body }: { readonly id: string; readonly sentAt: Date; readonly body: string },
): Record<string, string> {
  const { secret, previousSecret: previous } = webhook;
  const isPreviousValid = previous !== undefined && previous.expiresAt > sentAt.getTime();
  const signatures = [secret, ...(isPreviousValid ? [previous.secret] : [])].map((sealed) =>
    new Signature(keys.open(sealed, secretPlace(webhook))).sign(id, sentAt, body),
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': String(numericDate(sentAt)),
    'webhook-signature': signatures.join(' '),
  };
}
