import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { AuditEventType } from '../model/log/audit-event.js';
import type { Webhook } from '../model/log/webhook.js';
import { AuditEventTypeEnum } from './audit-enums.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

const URL =
  'Where events are posted: https, or http to a host of ALLOWED_PRIVATE_HOSTS; without fragment, user name or password.';
const TYPES = 'The events that are delivered, at least one type of them.';

@Permission('webhooks:read')
@ObjectType('Webhook', {
  description:
    'Deliveries of audit events, signed as Standard Webhooks says: `{type, timestamp, data}` is posted as JSON, `data` being the AuditEvent. Each event is delivered at least once, in the order of the log, the next one after a 2xx answer to the one before. Until then it is tried again, after pauses of up to an hour, as long as the log keeps the event. `webhook-id` is the id of the event at each attempt.',
})
export class WebhookObject {
  @Field(() => ID, { description: 'What names it.' })
  id!: string;

  @Field(() => String, { description: URL })
  url!: string;

  @Field(() => [AuditEventTypeEnum], { description: TYPES })
  types!: readonly AuditEventType[];

  @Field(() => Boolean, {
    description: 'Whether it is delivered to. A receiver that answers 410 Gone disables its webhook.',
  })
  enabled!: boolean;

  @Field(() => DateTime, { description: 'When it was made: the events since then are delivered.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When an event was last taken; null: never.' })
  lastDeliveredAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when no event has been taken; null: the last attempt succeeded, or there was none.',
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
@ObjectType('WebhookPayload', { description: 'A webhook that was changed.' })
export class WebhookPayload {
  @Field(() => WebhookObject, { description: 'The webhook as it is now.' })
  webhook!: WebhookObject;
}

@Permission('any caller')
@ObjectType('CreateWebhookPayload', { description: 'A webhook that was made.' })
export class CreateWebhookPayload {
  @Field(() => WebhookObject, { description: 'The webhook, without its secret.' })
  webhook!: WebhookObject;

  @Field(() => String, {
    description: 'What its deliveries are signed with: `whsec_` and the base64 of 32 bytes. Shown this once.',
  })
  secret!: string;
}

@InputType('CreateWebhookInput', { description: 'A new webhook, which is enabled.' })
export class CreateWebhookInputObject {
  @Field(() => ID, {
    nullable: true,
    description: '1 to 64 of [A-Za-z0-9._~-], not a UUID. Left out, the server makes one.',
  })
  id?: string | null;

  @Field(() => String, { description: URL })
  url!: string;

  @Field(() => [AuditEventTypeEnum], { description: TYPES })
  types!: AuditEventType[];
}

@InputType('UpdateWebhookInput', { description: 'Changes of a webhook; what is left out stays.' })
export class UpdateWebhookInputObject {
  @Field(() => ID, { description: 'The webhook.' })
  id!: string;

  @Field(() => String, { nullable: true, description: URL })
  url?: string | null;

  @Field(() => [AuditEventTypeEnum], { nullable: true, description: TYPES })
  types?: AuditEventType[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False: nothing is delivered. True again: it goes on with the event that it had come to.',
  })
  enabled?: boolean | null;
}

@InputType('DeleteWebhookInput', { description: 'The webhook that is to go.' })
export class DeleteWebhookInputObject {
  @Field(() => ID, { description: 'The webhook.' })
  id!: string;
}
