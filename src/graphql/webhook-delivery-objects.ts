import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { lastEventDelivery } from '../admin/webhooks/delivery-list.js';
import type { AuditEventType } from '../model/log/audit-event.js';
import type { Webhook, WebhookDelivery, WebhookDeliveryKind } from '../model/log/webhook.js';
import { AuditEventTypeEnum } from './audit-enums.js';
import { DateTime } from './date-time.js';
import { defineEnum } from './enum-define.js';
import { Permission } from './permission-guard.js';

const WebhookDeliveryKindEnum = defineEnum<WebhookDeliveryKind>(
  'WebhookDeliveryKind',
  'Why the server sent a message to a webhook.',
  {
    EVENT: ['EVENT', 'An event happened.'],
    REDELIVERY: ['REDELIVERY', 'An administrator asked for the event again, with `redeliverWebhookEvent`.'],
    TEST: ['TEST', 'An administrator tested the webhook, with `testWebhook`.'],
  },
);

@Permission('webhooks:read', 'audit:read')
@ObjectType('WebhookDelivery', { description: 'A message that the server sent to a webhook, with all its attempts.' })
export class WebhookDeliveryObject {
  @Field(() => WebhookDeliveryKindEnum, { description: 'Why the server sent the message.' })
  kind!: WebhookDeliveryKind;

  @Field(() => ID, { description: 'The `webhook-id` header: the id of the event, or a random id if it was a test.' })
  eventId!: string;

  @Field(() => AuditEventTypeEnum, { nullable: true, description: 'The type of the event. Null if it was a test.' })
  eventType!: AuditEventType | null;

  @Field(() => Boolean, { description: 'Whether the receiver accepted the message, with a 2xx status.' })
  accepted!: boolean;

  @Field(() => Int, { description: 'How many times the server has sent the message.' })
  attempts!: number;

  @Field(() => DateTime, { description: 'When the first attempt ended.' })
  firstAttemptAt!: Date;

  @Field(() => DateTime, { description: 'When the last attempt ended.' })
  lastAttemptAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the server sends the message again. Null if no further attempt is planned.',
  })
  nextAttemptAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The status code of the last answer. Null if the receiver did not answer.',
  })
  statusCode!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why the last attempt failed, in a sentence. Null if the receiver accepted the message.',
  })
  error!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The beginning of the last answer: at most 300 characters of plain text. Show it as text and not as HTML, because the receiver chose it. Null if the answer was empty, and if the receiver accepted the message and `kind` is EVENT.',
  })
  response!: string | null;
}

function deliveryObject(delivery: WebhookDelivery, nextAttemptAt?: Date): WebhookDeliveryObject {
  return {
    kind: delivery.kind,
    eventId: delivery.eventId,
    eventType: delivery.eventType ?? null,
    accepted: delivery.error === undefined,
    attempts: delivery.attempts,
    firstAttemptAt: new Date(delivery.firstAttemptAt),
    lastAttemptAt: new Date(delivery.lastAttemptAt),
    nextAttemptAt: nextAttemptAt ?? null,
    statusCode: delivery.statusCode ?? null,
    error: delivery.error ?? null,
    response: delivery.response ?? null,
  };
}

export function deliveryObjects(webhook: Webhook): WebhookDeliveryObject[] {
  const { deliveries = [], enabled, nextAttemptAt } = webhook;
  const last = lastEventDelivery(webhook);
  const waiting = enabled && last?.error !== undefined ? last : undefined;
  return deliveries.map((one) => deliveryObject(one, one === waiting ? nextAttemptAt : undefined));
}

@Permission('any caller')
@ObjectType('WebhookDeliveryPayload', { description: 'The result of `testWebhook` and `redeliverWebhookEvent`.' })
export class WebhookDeliveryPayload {
  @Field(() => WebhookDeliveryObject, { description: 'What the receiver answered.' })
  delivery!: WebhookDeliveryObject;
}

export function webhookDeliveryPayload({ delivery }: { readonly delivery: WebhookDelivery }): WebhookDeliveryPayload {
  return { delivery: deliveryObject(delivery) };
}

@Permission('any caller')
@ObjectType('RotateWebhookSecretPayload', { description: 'The result of `rotateWebhookSecret`.' })
export class RotateWebhookSecretPayload {
  @Field(() => String, {
    description:
      'The new secret: `whsec_`, followed by 32 bytes in base64. Store it now: the server never shows it again.',
  })
  secret!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the old secret expires. Null if it has expired already.',
  })
  oldSecretExpiresAt!: Date | null;
}

@InputType('TestWebhookInput', { description: 'Which webhook to test.' })
export class TestWebhookInputObject {
  @Field(() => ID, { description: 'The id of the webhook. It can be disabled.' })
  id!: string;
}

@InputType('RedeliverWebhookEventInput', { description: 'Which event to send again, and to which webhook.' })
export class RedeliverWebhookEventInputObject {
  @Field(() => ID, { description: 'The id of the webhook. It can be disabled.' })
  id!: string;

  @Field(() => ID, {
    description:
      'The id of the event. The audit log still has it, it has one of the types of the webhook, and it happened after the webhook was created.',
  })
  eventId!: string;
}

@InputType('ReplayWebhookInput', { description: 'Which events to send again, and to which webhook.' })
export class ReplayWebhookInputObject {
  @Field(() => ID, { description: 'The id of the webhook.' })
  id!: string;

  @Field(() => DateTime, {
    description: 'Events that happened at this time or later are sent again. Not before the webhook was created.',
  })
  since!: Date;
}

@InputType('RotateWebhookSecretInput', { description: 'Which webhook gets a new secret.' })
export class RotateWebhookSecretInputObject {
  @Field(() => ID, { description: 'The id of the webhook.' })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'In how many seconds the old secret expires, from 0 (at once) to 604800 (a week). Until then, each request has two signatures. Default: 86400 (a day).',
  })
  expireOldIn?: number | null;
}
