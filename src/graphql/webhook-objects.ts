import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { lastEventDelivery } from '../admin/webhooks/delivery-list.js';
import type { Deps } from '../model/deps.js';
import type { AuditEventType } from '../model/log/audit-event.js';
import type { Webhook } from '../model/log/webhook.js';
import { hasPassed } from '../model/time.js';
import { AuditEventTypeEnum } from './audit-enums.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';
import { deliveryObjects, WebhookDeliveryObject } from './webhook-delivery-objects.js';

const URL =
  'The URL to which the server sends events. It must be an https URL, or an http URL whose host is listed in ALLOWED_PRIVATE_HOSTS. It must not have a fragment, a user name or a password.';
const TYPES = 'The types of events that the server sends. The list contains at least one type.';

@Permission('webhooks:read')
@ObjectType('Webhook', {
  description:
    'A URL to which the server sends audit events as they happen. Requests are signed according to Standard Webhooks. The body is the JSON object `{type, timestamp, data}`, and `data` has the fields of `AuditEvent`. The `webhook-id` header is the id of the event. Events are sent one after the other. If the receiver does not answer an event with a 2xx status, the server sends that event again, with pauses of up to an hour, until the event is deleted from the audit log. A receiver can get an event twice. The type of a test is `TEST`.',
})
export class WebhookObject {
  @Field(() => ID, { description: 'The id of the webhook.' })
  id!: string;

  @Field(() => String, { description: URL })
  url!: string;

  @Field(() => [AuditEventTypeEnum], { description: TYPES })
  types!: readonly AuditEventType[];

  @Field(() => Boolean, {
    description:
      'Whether events are sent. The server disables a webhook if its receiver answers with the status 410 Gone.',
  })
  enabled!: boolean;

  @Field(() => DateTime, {
    description: 'When the webhook was created. Only events that happened after this time are sent.',
  })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the receiver last accepted an event. Null if the receiver has never accepted an event.',
  })
  lastDeliveredAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the current series of failed attempts to send an event began. Null if the last attempt succeeded, or if there was no attempt yet.',
  })
  failingSince!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the server tries again after a failure. Null if the last attempt succeeded. The events after the failed one wait until then.',
  })
  nextAttemptAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why the last attempt to send an event failed, in a sentence. Null if the last attempt succeeded.',
  })
  lastError!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the old secret expires, after `rotateWebhookSecret`. Until then, each request has two signatures. Null if only one secret is valid.',
  })
  oldSecretExpiresAt!: Date | null;

  @Permission('webhooks:read', 'audit:read')
  @Field(() => [WebhookDeliveryObject], {
    nullable: true,
    description:
      'The last 30 messages that the server sent to the webhook, newest first. Null with a FORBIDDEN error if the caller cannot read the audit log.',
  })
  deliveries!: WebhookDeliveryObject[];
}

export function webhookObject({ clock }: Pick<Deps, 'clock'>, webhook: Webhook): WebhookObject {
  const isFailing = webhook.failingSince !== undefined;
  return {
    id: webhook.id,
    url: webhook.url,
    types: webhook.types,
    enabled: webhook.enabled,
    createdAt: webhook.createdAt,
    lastDeliveredAt: webhook.lastDeliveredAt ?? null,
    failingSince: webhook.failingSince ?? null,
    nextAttemptAt: webhook.nextAttemptAt ?? null,
    lastError: (isFailing && lastEventDelivery(webhook)?.error) || null,
    oldSecretExpiresAt: oldSecretExpiry(clock.now(), webhook),
    deliveries: deliveryObjects(webhook),
  };
}

/** When the secret before the last rotation expires, if it is still valid. */
export function oldSecretExpiry(now: Date, { previousSecret }: Webhook): Date | null {
  const expiresAt = previousSecret === undefined ? now : new Date(previousSecret.expiresAt);
  return hasPassed(expiresAt, now) ? null : expiresAt;
}

@Permission('any caller')
@ObjectType('WebhookPayload', { description: 'The result of `updateWebhook` and `replayWebhook`.' })
export class WebhookPayload {
  @Field(() => WebhookObject, { description: 'The webhook after the change.' })
  webhook!: WebhookObject;
}

@Permission('any caller')
@ObjectType('CreateWebhookPayload', { description: 'The result of `createWebhook`.' })
export class CreateWebhookPayload {
  @Field(() => WebhookObject, { description: 'The new webhook, without its secret.' })
  webhook!: WebhookObject;

  @Field(() => String, {
    description:
      'The secret with which the receiver verifies the signatures: `whsec_`, followed by 32 bytes in base64. Store it now: the server never shows it again.',
  })
  secret!: string;
}

@InputType('CreateWebhookInput', {
  description: 'The URL of the new webhook, and the events that it receives. A new webhook is enabled.',
})
export class CreateWebhookInputObject {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the new webhook: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It must not be a UUID. Default: a random id.',
  })
  id?: string | null;

  @Field(() => String, { description: URL })
  url!: string;

  @Field(() => [AuditEventTypeEnum], { description: TYPES })
  types!: AuditEventType[];
}

@InputType('UpdateWebhookInput', {
  description: 'The webhook to change, and the changes. A field that you omit keeps its value.',
})
export class UpdateWebhookInputObject {
  @Field(() => ID, { description: 'The id of the webhook to change.' })
  id!: string;

  @Field(() => String, { nullable: true, description: URL })
  url?: string | null;

  @Field(() => [AuditEventTypeEnum], { nullable: true, description: TYPES })
  types?: AuditEventType[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether events are sent. When you enable a webhook again, the server sends the events that happened in the meantime.',
  })
  enabled?: boolean | null;
}

@InputType('DeleteWebhookInput', { description: 'Which webhook to delete.' })
export class DeleteWebhookInputObject {
  @Field(() => ID, { description: 'The id of the webhook to delete.' })
  id!: string;
}
