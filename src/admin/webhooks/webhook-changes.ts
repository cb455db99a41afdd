import { z } from 'zod';
import { newSecret, newShortId } from '../../keys/secrets.js';
import { newWebhookSecret } from '../../keys/webhook-secret.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { AUDIT_EVENT_TYPES } from '../../model/log/audit-event.js';
import type { Webhook } from '../../model/log/webhook.js';
import type { AdminCaller } from '../admin-caller.js';
import { systemCaller } from '../authenticate-caller.js';
import { requirePermission, requireStrength } from '../authorization.js';
import { backchannelUriProblem } from '../clients/client-uris.js';
import { chosenId, distinct, givenId, invalid, notFound, parseInput } from '../parse-input.js';
import { differences, recordChange } from '../record-change.js';

const types = z
  .array(z.enum(AUDIT_EVENT_TYPES, 'is not a type of event'))
  .min(1, 'must not be empty')
  .transform(distinct);

const createWebhookInput = z.object({ id: chosenId.nullish(), url: z.string(), types });

/** Who may read the log may have it sent somewhere, or stop that: a webhook is as strong as this permission. */
function requireStrengthOverLog(caller: AdminCaller): void {
  requireStrength(caller, ['audit:read']);
}

/** Makes a webhook, from now on. Its secret is shown this once. */
export async function createWebhook(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createWebhookInput>,
): Promise<{ webhook: Webhook; secret: string }> {
  requirePermission(caller, 'webhooks:write');
  const { id, url, types } = parseInput(createWebhookInput, input);
  checkUrl(deps, url);
  requireStrengthOverLog(caller);
  const generation = newSecret(deps.random);
  const { secret, sealed } = newWebhookSecret(deps, { generation });
  const webhook: Webhook = {
    id: id ?? newShortId(deps.random),
    version: 1,
    generation,
    url,
    types,
    secret: sealed,
    enabled: true,
    createdAt: deps.clock.now(),
    failures: 0,
  };
  if (!(await deps.store.webhooks.insert(webhook))) {
    throw new AdminError('ALREADY_EXISTS', 'There is a webhook with this id.', 'id');
  }
  await record(deps, caller, 'CREATED', webhook, { host: receiverOf(webhook), types: [...types] });
  return { webhook, secret };
}

const updateWebhookInput = z.object({
  id: givenId,
  url: z.string().nullish(),
  types: types.nullish(),
  enabled: z.boolean().nullish(),
});

/** Changes a webhook, which goes on with the event that it had come to; what is left out stays. */
export async function updateWebhook(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof updateWebhookInput>,
): Promise<Webhook> {
  requirePermission(caller, 'webhooks:write');
  const { id, ...given } = parseInput(updateWebhookInput, input);
  const empty = Object.entries(given).find(([, value]) => value === null);
  if (empty !== undefined) throw invalid(empty[0], 'cannot be empty');
  if (given.url != null) checkUrl(deps, given.url);
  const { before, after } = await changeRecord(deps.store.webhooks, id, absent, (webhook) => {
    requireStrengthOverLog(caller);
    const wanted: Webhook = {
      ...webhook,
      url: given.url ?? webhook.url,
      types: given.types ?? webhook.types,
      enabled: given.enabled ?? webhook.enabled,
    };
    if (differences(viewOf(webhook), viewOf(wanted), []).changed.length === 0) return undefined;
    const { url, types, enabled } = wanted;
    // What was put right is tried at once.
    return { url, types, enabled, failures: 0, nextAttemptAt: undefined };
  });
  const detail = differences(viewOf(before), viewOf(after), SHOWN);
  if (detail.changed.length > 0) await record(deps, caller, 'UPDATED', after, detail);
  return after;
}

const deleteWebhookInput = z.object({ id: givenId });

/** Deletes a webhook: nothing more is delivered to it. */
export async function deleteWebhook(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteWebhookInput>,
): Promise<void> {
  requirePermission(caller, 'webhooks:write');
  const { id } = parseInput(deleteWebhookInput, input);
  const webhook = await deps.store.webhooks.find(id);
  if (webhook === undefined) throw absent();
  requireStrengthOverLog(caller);
  if (!(await deps.store.webhooks.delete(id))) throw absent();
  await record(deps, caller, 'DELETED', webhook, { host: receiverOf(webhook) });
}

function absent() {
  return notFound('webhook', 'id');
}

function checkUrl({ config }: Deps, url: string): void {
  const problem = backchannelUriProblem(url, config.allowedPrivateHosts);
  if (problem !== undefined) throw invalid('url', problem);
}

/** The rest of a URL may be what lets in whoever knows it. */
function receiverOf({ url }: Webhook): string {
  return new URL(url).host;
}

function viewOf(webhook: Webhook) {
  const { url, types, enabled } = webhook;
  return { url, host: receiverOf(webhook), types, enabled };
}
const SHOWN = ['host', 'types', 'enabled'] as const;

function record(
  deps: Deps,
  caller: AdminCaller,
  type: 'CREATED' | 'UPDATED' | 'DELETED',
  { id }: Webhook,
  detail: NonNullable<Parameters<typeof recordChange>[2]['detail']>,
): Promise<void> {
  return recordChange(deps, caller, { type, resource: 'webhook', resourceId: id, detail });
}

/** That a webhook was disabled, because its receiver wants no more. */
export function recordGone(deps: Deps, webhook: Webhook): Promise<void> {
  return record(deps, systemCaller, 'UPDATED', webhook, {
    ...differences(viewOf({ ...webhook, enabled: true }), viewOf(webhook), SHOWN),
    reason: 'the receiver answered 410 Gone',
  });
}
