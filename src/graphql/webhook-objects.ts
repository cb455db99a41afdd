import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { AuditEventType } from '../model/log/audit-event.js';
import type { Webhook } from '../model/log/webhook.js';
import { AuditEventTypeEnum } from './audit-enums.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

const URL =
  'The URL to which events are sent: https, or http to a host of ALLOWED_PRIVATE_HOSTS, without fragment, user name or password.';
const TYPES = 'The kinds of events that are sent, at least one.';

@Permission('webhooks:read')
@ObjectType('Webhook', {
  description:
    'Sends audit events to a URL, signed according to Standard Webhooks. The body is `{type, timestamp, data}` as JSON, and `data` is the AuditEvent. Each event is sent at least once, in the order of the log. An event follows when the event before it was answered with 2xx; until then the server sends that one again, with pauses of up to an hour, as long as the log keeps it. `webhook-id` is the id of the event.',
})
export class WebhookObject {
  @Field(() => ID, { description: 'The id of the webhook.' })
  id!: string;

  @Field(() => String, { description: URL })
  url!: string;

  @Field(() => [AuditEventTypeEnum], { description: TYPES })
  types!: readonly AuditEventType[];

  @Field(() => Boolean, {
    description: 'Whether events are sent. A receiver disables its webhook by answering 410 Gone.',
  })
  enabled!: boolean;

  @Field(() => DateTime, { description: 'When the webhook was created. Events since then are sent.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the receiver last accepted an event. Null: never.' })
  lastDeliveredAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when the receiver has accepted no event. Null: the last attempt succeeded, or there was none.',
  })
  failingSince!: Date | null;
}

export function webhookObject(webhook: Webhook): WebhookObject {
  return {
    id: webhook.id,
    url: webhook.url,
    types: webhook.types,
    enabled: webhook.enabled,
    createdAt: webhook.createdAt,
    lastDeliveredAt: webhook.lastDeliveredAt ?? null,
    failingSince: webhook.failingSince ?? null,
  };
}

@Permission('any caller')
@ObjectType('WebhookPayload', { description: 'The changed webhook.' })
export class WebhookPayload {
  @Field(() => WebhookObject, { description: 'The webhook after the change.' })
  webhook!: WebhookObject;
}

@Permission('any caller')
@ObjectType('CreateWebhookPayload', { description: 'The created webhook.' })
export class CreateWebhookPayload {
  @Field(() => WebhookObject, { description: 'The webhook without its secret.' })
  webhook!: WebhookObject;

  @Field(() => String, {
    description: 'The secret with which events are signed: `whsec_` and the base64 of 32 bytes. It is only shown here.',
  })
  secret!: string;
}

@InputType('CreateWebhookInput', { description: 'A new webhook. It is enabled.' })
export class CreateWebhookInputObject {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id.',
  })
  id?: string | null;

  @Field(() => String, { description: URL })
  url!: string;

  @Field(() => [AuditEventTypeEnum], { description: TYPES })
  types!: AuditEventType[];
}

@InputType('UpdateWebhookInput', { description: 'The webhook to change. A field that you omit keeps its value.' })
export class UpdateWebhookInputObject {
  @Field(() => ID, { description: 'The id of the webhook.' })
  id!: string;

  @Field(() => String, { nullable: true, description: URL })
  url?: string | null;

  @Field(() => [AuditEventTypeEnum], { nullable: true, description: TYPES })
  types?: AuditEventType[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether events are sent. When you enable it again, it continues after the last event that was accepted.',
  })
  enabled?: boolean | null;
}

@InputType('DeleteWebhookInput', { description: 'The webhook to delete.' })
export class DeleteWebhookInputObject {
  @Field(() => ID, { description: 'The id of the webhook.' })
  id!: string;
}
