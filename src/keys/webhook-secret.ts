import { Webhook as Signature } from 'standardwebhooks';
import type { Deps } from '../model/deps.js';
import type { Webhook } from '../model/log/webhook.js';
import type { Keys } from '../model/server/keys.js';
import type { SealedSecret, SealPlace } from '../model/server/sealed-secret.js';
import { numericDate } from '../model/time.js';

/** The length of a webhook secret. The Standard Webhooks specification allows 24 to 64 bytes. */
const SECRET_BYTES = 32;

/**
 * Names the place of an encrypted webhook secret. The secret can be decrypted only for the same webhook generation, so
 * a copy in another record cannot be decrypted.
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

/**
 * Encrypts the webhook's secret again with the first key in `SECRET_KEY`. Throws if no key in `SECRET_KEY` can decrypt
 * it.
 */
export function resealedSecret(
  keys: Pick<Keys, 'reseal'>,
  webhook: Pick<Webhook, 'generation' | 'secret'>,
): SealedSecret {
  return keys.reseal(webhook.secret, secretPlace(webhook));
}

/**
 * Returns the headers with which a receiver verifies a webhook message: its id, its time, and an HMAC-SHA256 over id,
 * time and body.
 * {@link https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#webhook-headers-sending-metadata-to-consumers | Standard Webhooks, headers}
 */
export function signedHeaders(
  keys: Pick<Keys, 'open'>,
  webhook: Pick<Webhook, 'generation' | 'secret'>,
  { id, sentAt, body }: { readonly id: string; readonly sentAt: Date; readonly body: string },
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(numericDate(sentAt)),
    'webhook-signature': new Signature(keys.open(webhook.secret, secretPlace(webhook))).sign(id, sentAt, body),
  };
}
