import { Webhook as Signature } from 'standardwebhooks';
import type { Deps } from '../model/deps.js';
import type { Webhook } from '../model/log/webhook.js';
import type { Keys } from '../model/server/keys.js';
import type { SealedSecret, SealPlace } from '../model/server/sealed-secret.js';
import { numericDate } from '../model/time.js';

/** Standard Webhooks allows 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** The sealed value can be opened only for this generation of the webhook. */
function secretPlace({ generation }: Pick<Webhook, 'generation'>): SealPlace {
  return {
    record: `webhook:${generation}`,
    field: 'secret',
  };
}

/**
 * A new secret, which is shown once, and its sealed form, which is stored.
 * {@link https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme | Standard Webhooks, signature scheme}
 */
export function newWebhookSecret(
  { keys, random }: Pick<Deps, 'keys' | 'random'>,
  webhook: Pick<Webhook, 'generation'>,
): { secret: string; sealed: SealedSecret } {
  const secret = `whsec_${Buffer.from(random.bytes(SECRET_BYTES)).toString('base64')}`;
  return { secret, sealed: keys.seal(secret, secretPlace(webhook)) };
}

/** The webhook's secret, sealed with the first secret key. Throws if no key opens it. */
export function resealedSecret(
  keys: Pick<Keys, 'reseal'>,
  webhook: Pick<Webhook, 'generation' | 'secret'>,
): SealedSecret {
  return keys.reseal(webhook.secret, secretPlace(webhook));
}

/**
 * The headers that authenticate a delivery: its id, its time, and the HMAC-SHA256 of both and the body.
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
