import { Webhook as Signature } from 'standardwebhooks';
import type { Deps } from '../model/deps.js';
import type { Webhook } from '../model/log/webhook.js';
import type { Keys } from '../model/server/keys.js';
import type { SealedSecret, SealPlace } from '../model/server/sealed-secret.js';
import { numericDate } from '../model/time.js';

/** Bytes: of 24 to 64 that may be. */
const SIZE = 32;

/** Under another id, or another webhook of the same id, it does not open. */
function secretPlace({ generation }: Pick<Webhook, 'generation'>): SealPlace {
  return {
    record: `webhook:${generation}`,
    field: 'secret',
  };
}

/**
 * A new secret, for the one time that it is shown, and the form in which it is kept.
 * {@link https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme | Standard Webhooks, signature scheme}
 */
export function newWebhookSecret(
  { keys, random }: Pick<Deps, 'keys' | 'random'>,
  webhook: Pick<Webhook, 'generation'>,
): { secret: string; sealed: SealedSecret } {
  const secret = `whsec_${Buffer.from(random.bytes(SIZE)).toString('base64')}`;
  return { secret, sealed: keys.seal(secret, secretPlace(webhook)) };
}

/** A webhook's secret under the key that seals now. Throws where no key opens it. */
export function resealedSecret(
  keys: Pick<Keys, 'reseal'>,
  webhook: Pick<Webhook, 'generation' | 'secret'>,
): SealedSecret {
  return keys.reseal(webhook.secret, secretPlace(webhook));
}

/**
 * The headers that prove a delivery: its id, when it was sent, and the HMAC-SHA256 of both with the body.
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
