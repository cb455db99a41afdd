/*
 * This folder changes the settings of webhooks and sends a single event to a webhook. `src/jobs` decides when an event
 * is sent, and when it is sent again after a failure.
 */

import { z } from 'zod';
import { newSecret, newShortId } from '../../keys/secrets.js';
import { newWebhookSecret } from '../../keys/webhook-secret.js';
import { commitPlan } from '../../model/change-record.js';
import { type Change, deletionIf, insertion, recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import { AUDIT_EVENT_TYPES } from '../../model/log/audit-event.js';
import type { Webhook } from '../../model/log/webhook.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrength } from '../authorization.js';
import { systemCaller } from '../caller-authentication.js';
import { backchannelUriProblem } from '../clients/client-uris.js';
import { chosenId, distinct, givenId, invalid, notFound, parseInput } from '../input-parser.js';
import { differences, eventOf } from '../record-change.js';

const types = z
  .array(z.enum(AUDIT_EVENT_TYPES, 'must be the type of an audit event, such as SIGNED_IN'))
  .min(1, 'must not be empty')
  .transform(distinct);

const createWebhookInput = z.object({ id: chosenId.nullish(), url: z.string(), types });

/**
 * A webhook sends audit events to its URL, so a caller who creates or changes a webhook must have the permission to
 * read the audit log.
 */
function checkLogPermission(caller: AdminCaller): void {
  checkStrength(caller, ['audit:read']);
}

/**
 * Creates a webhook and returns its secret, which cannot be read again later. The webhook receives the events that
 * happen from now on.
 */
export async function createWebhook(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createWebhookInput>,
): Promise<{ webhook: Webhook; secret: string }> {
  checkPermission(caller, 'webhooks:write');
  const { id, url, types } = parseInput(createWebhookInput, input);
  checkUrl(deps, url);
  checkLogPermission(caller);
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
    cursor: await deps.store.auditEvents.endCursor(),
    failures: 0,
  };
  const event = webhookEvent(deps, caller, 'CREATED', {
    webhook,
    detail: { host: receiverOf(webhook), types: [...types] },
  });
  if (await deps.store.commit([insertion('webhooks', webhook), event])) return { webhook, secret };
  throw new AdminError('ALREADY_EXISTS', 'Another webhook already has this id. Choose a different id.', 'id');
}

const updateWebhookInput = z.object({
  id: givenId,
  url: z.string().nullish(),
  types: types.nullish(),
  enabled: z.boolean().nullish(),
});

/**
 * Changes a webhook. Omitted fields keep their values. The change loses no events: the receiver next gets the event
 * that follows the last event it accepted.
 */
export async function updateWebhook(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof updateWebhookInput>,
): Promise<Webhook> {
  checkPermission(caller, 'webhooks:write');
  const { id, ...given } = parseInput(updateWebhookInput, input);
  const empty = Object.entries(given).find(([, value]) => value === null);
  if (empty !== undefined) throw invalid(empty[0], 'must not be null. Omit the field to keep its value');
  if (given.url != null) checkUrl(deps, given.url);
  return commitPlan(deps.store, async () => {
    const webhook = await getWebhook(deps, caller, id);
    const wanted: Webhook = {
      ...webhook,
      url: given.url ?? webhook.url,
      types: given.types ?? webhook.types,
      enabled: given.enabled ?? webhook.enabled,
    };
    const detail = differences(viewOf(webhook), viewOf(wanted), LOGGED_FIELDS);
    if (detail.changed.length === 0) return { changes: [], result: webhook };
    const { url, types, enabled } = wanted;
    // Reset the pause after failed deliveries, because the new settings may have removed the cause of the failures.
    const changes = { url, types, enabled, failures: 0, nextAttemptAt: undefined };
    const event = webhookEvent(deps, caller, 'UPDATED', { webhook, detail });
    return { changes: [update('webhooks', webhook, changes), event], result: recordAfter(webhook, changes) };
  });
}

const deleteWebhookInput = z.object({ id: givenId });

export async function deleteWebhook(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteWebhookInput>,
): Promise<void> {
  checkPermission(caller, 'webhooks:write');
  const { id } = parseInput(deleteWebhookInput, input);
  const webhook = await getWebhook(deps, caller, id);
  const event = webhookEvent(deps, caller, 'DELETED', { webhook, detail: { host: receiverOf(webhook) } });
  if (!(await deps.store.commit([deletionIf('webhooks', { id }), event]))) throw absent();
}

/** Returns the webhook that the caller wants to use. */
export async function getWebhook({ store }: Pick<Deps, 'store'>, caller: AdminCaller, id: string): Promise<Webhook> {
  const webhook = await store.webhooks.find(id);
  if (webhook === undefined) throw absent();
  checkLogPermission(caller);
  return webhook;
}

export function absent() {
  return notFound('webhook', 'id');
}

function checkUrl({ config }: Deps, url: string): void {
  const problem = backchannelUriProblem(url, config.allowedPrivateHosts);
  if (problem !== undefined) throw invalid('url', problem);
}

/** Returns the part of a webhook's URL that the audit log may show. The path and the query may contain a secret. */
export function receiverOf({ url }: Webhook): string {
  return new URL(url).host;
}

function viewOf(webhook: Webhook) {
  const { url, types, enabled } = webhook;
  return { url, host: receiverOf(webhook), types, enabled };
}
const LOGGED_FIELDS = ['host', 'types', 'enabled'] as const;

export function webhookEvent(
  deps: Deps,
  caller: AdminCaller,
  type: 'CREATED' | 'UPDATED' | 'DELETED' | 'WEBHOOK_TESTED' | 'WEBHOOK_EVENT_REDELIVERED',
  { webhook, detail }: { readonly webhook: Webhook; readonly detail: JsonObject },
): Change {
  return eventOf(deps, caller, { type, resource: 'webhook', resourceId: webhook.id, detail });
}

/** Returns the event that a webhook is disabled because its receiver answered 410 Gone. */
export function goneEvent(deps: Deps, webhook: Webhook): Change {
  const detail = {
    ...differences(viewOf(webhook), viewOf({ ...webhook, enabled: false }), LOGGED_FIELDS),
    reason: 'the receiver answered 410 Gone',
  };
  return webhookEvent(deps, systemCaller, 'UPDATED', { webhook, detail });
}
