import { z } from 'zod';
import { newWebhookSecret } from '../../keys/webhook-secret.js';
import { commitPlan } from '../../model/change-record.js';
import { recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { Webhook } from '../../model/log/webhook.js';
import { secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { givenId, parseInput } from '../input-parser.js';
import { getWebhook, webhookEvent } from './webhook-changes.js';

const DEFAULT_OVERLAP_SECONDS = 86_400;
const MAX_OVERLAP_SECONDS = 604_800;

const rotateWebhookSecretInput = z.object({
  id: givenId,
  expireOldIn: z
    .int()
    .min(0, 'must not be negative')
    .max(MAX_OVERLAP_SECONDS, `must be at most ${MAX_OVERLAP_SECONDS}`)
    .nullish(),
});

/**
 * Gives a webhook a new secret and returns it. Until the old secret expires, deliveries have two signatures, so that the
 * receiver can change the secret without missing an event. An older secret that still signs expires at once.
 */
export async function rotateWebhookSecret(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof rotateWebhookSecretInput>,
): Promise<{ webhook: Webhook; secret: string }> {
  checkPermission(caller, 'webhooks:write');
  const { id, expireOldIn } = parseInput(rotateWebhookSecretInput, input);
  const overlap = expireOldIn ?? DEFAULT_OVERLAP_SECONDS;
  return commitPlan(deps.store, async () => {
    const webhook = await getWebhook(deps, caller, id);
    const { secret, sealed } = newWebhookSecret(deps, webhook);
    const expiresAt = secondsAfter(deps.clock.now(), overlap).getTime();
    const changes = {
      secret: sealed,
      previousSecret: overlap === 0 ? undefined : { secret: webhook.secret, expiresAt },
    };
    const detail = { changed: ['secret'], expireOldIn: overlap };
    return {
      changes: [update('webhooks', webhook, changes), webhookEvent(deps, caller, 'UPDATED', { webhook, detail })],
      result: { webhook: recordAfter(webhook, changes), secret },
    };
  });
}
