/*
 * This folder changes the settings of webhooks and sends a single event to a webhook. `src/jobs` decides when an event
 * is sent, and when it is sent again after a failure.
 */

import { z } from 'zod';
import { newSecret, newShortId } from '../../keys/secrets.js';
import { newWebhookSecret } from '../../keys/webhook-secret.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { AUDIT_EVENT_TYPES } from '../../model/log/audit-event.js';
import type { Webhook } from '../../model/log/webhook.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrength } from '../authorization.js';
import { systemCaller } from '../caller-authentication.js';
import { backchannelUriProblem } from '../clients/client-uris.js';
import { chosenId, distinct, givenId, invalid, notFound, parseInput } from '../input-parser.js';
import { differences, recordChange } from '../record-change.js';

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
 * Creates a webhook, which receives events from now on, and returns its secret. The secret cannot be read again later.
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
    failures: 0,
  };
  if (!(await deps.store.webhooks.insert(webhook))) {
    throw new AdminError('ALREADY_EXISTS', 'Another webhook already has this id. Choose a different id.', 'id');
  }
  await recordWebhookChange(deps, caller, 'CREATED', webhook, { host: receiverOf(webhook), types: [...types] });
  return { webhook, secret };
}

const updateWebhookInput = z.object({
  id: givenId,
  url: z.string().nullish(),
  types: types.nullish(),
  enabled: z.boolean().nullish(),
});

/**
 * Changes a webhook. Omitted fields keep their values. The server continues with the event after the last one that the
 * receiver has accepted.
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
  const { before, after } = await changeRecord(deps.store.webhooks, id, absent, (webhook) => {
    checkLogPermission(caller);
    const wanted: Webhook = {
      ...webhook,
      url: given.url ?? webhook.url,
      types: given.types ?? webhook.types,
      enabled: given.enabled ?? webhook.enabled,
    };
    if (differences(viewOf(webhook), viewOf(wanted), []).changed.length === 0) return undefined;
    const { url, types, enabled } = wanted;
    // The server sends again without waiting, because the new settings may have removed the cause of earlier failures.
    return { url, types, enabled, failures: 0, nextAttemptAt: undefined };
  });
  const detail = differences(viewOf(before), viewOf(after), LOGGED_FIELDS);
  if (detail.changed.length > 0) await recordWebhookChange(deps, caller, 'UPDATED', after, detail);
  return after;
}

const deleteWebhookInput = z.object({ id: givenId });

export async function deleteWebhook(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteWebhookInput>,
): Promise<void> {
  checkPermission(caller, 'webhooks:write');
  const { id } = parseInput(deleteWebhookInput, input);
  const webhook = await deps.store.webhooks.find(id);
  if (webhook === undefined) throw absent();
  checkLogPermission(caller);
  if (!(await deps.store.webhooks.delete(id))) throw absent();
  await recordWebhookChange(deps, caller, 'DELETED', webhook, { host: receiverOf(webhook) });
}

function absent() {
  return notFound('webhook', 'id');
}

function checkUrl({ config }: Deps, url: string): void {
  const problem = backchannelUriProblem(url, config.allowedPrivateHosts);
  if (problem !== undefined) throw invalid('url', problem);
}

/** Returns the part of a webhook's URL that the audit log may show. The path and the query may contain a secret. */
function receiverOf({ url }: Webhook): string {
  return new URL(url).host;
}

function viewOf(webhook: Webhook) {
  const { url, types, enabled } = webhook;
  return { url, host: receiverOf(webhook), types, enabled };
}
const LOGGED_FIELDS = ['host', 'types', 'enabled'] as const;

function recordWebhookChange(
  deps: Deps,
  caller: AdminCaller,
  type: 'CREATED' | 'UPDATED' | 'DELETED',
  { id }: Webhook,
  detail: NonNullable<Parameters<typeof recordChange>[2]['detail']>,
): Promise<void> {
  return recordChange(deps, caller, { type, resource: 'webhook', resourceId: id, detail });
}

/** Writes to the audit log that a webhook was disabled because its receiver answered 410 Gone. */
export function recordGone(deps: Deps, webhook: Webhook): Promise<void> {
  return recordWebhookChange(deps, systemCaller, 'UPDATED', webhook, {
    ...differences(viewOf({ ...webhook, enabled: true }), viewOf(webhook), LOGGED_FIELDS),
    reason: 'the receiver answered 410 Gone',
  });
}
