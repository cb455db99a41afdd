import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { createWebhook, deleteWebhook, updateWebhook } from '../admin/webhooks/webhook-changes.js';
import { redeliverWebhookEvent, replayWebhook, testWebhook } from '../admin/webhooks/webhook-redeliver.js';
import { rotateWebhookSecret } from '../admin/webhooks/webhook-secret-rotate.js';
import { DRY_RUN, runDeletion } from './dry-run.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import {
  RedeliverWebhookEventInputObject,
  ReplayWebhookInputObject,
  RotateWebhookSecretInputObject,
  RotateWebhookSecretPayload,
  TestWebhookInputObject,
  WebhookDeliveryPayload,
  webhookDeliveryPayload,
} from './webhook-delivery-objects.js';
import {
  CreateWebhookInputObject,
  CreateWebhookPayload,
  DeleteWebhookInputObject,
  oldSecretExpiry,
  UpdateWebhookInputObject,
  WebhookObject,
  WebhookPayload,
  webhookObject,
} from './webhook-objects.js';

@Resolver()
export class WebhookResolver {
  @Permission('webhooks:read')
  @Query(() => [WebhookObject], { description: 'Lists all webhooks without their secrets, sorted by id.' })
  async webhooks(@Ctx() { deps }: GraphqlContext): Promise<WebhookObject[]> {
    return (await deps.store.webhooks.all()).map((webhook) => webhookObject(deps, webhook));
  }

  @Permission('webhooks:read')
  @Query(() => WebhookObject, {
    nullable: true,
    description: 'Returns the webhook with this id, or null if there is none.',
  })
  async webhook(
    @Arg('id', () => ID, { description: 'The id of the webhook.' }) id: string,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<WebhookObject | null> {
    const webhook = await deps.store.webhooks.find(id);
    return webhook === undefined ? null : webhookObject(deps, webhook);
  }

  @Permission('webhooks:write', 'audit:read')
  @FreshSignIn()
  @Mutation(() => CreateWebhookPayload, {
    description: 'Creates a webhook, to which the server sends the events that happen from now on.',
  })
  async createWebhook(
    @Arg('input', () => CreateWebhookInputObject, {
      description: 'The URL of the new webhook, and the events that it receives.',
    })
    input: CreateWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateWebhookPayload> {
    const { webhook, secret } = await createWebhook(deps, caller, input);
    return { webhook: webhookObject(deps, webhook), secret };
  }

  @Permission('webhooks:write', 'audit:read')
  @FreshSignIn()
  @Mutation(() => WebhookPayload, {
    description: 'Changes a webhook. If an earlier delivery failed, the server tries again at once.',
  })
  async updateWebhook(
    @Arg('input', () => UpdateWebhookInputObject, { description: 'The webhook to change, and the changes.' })
    input: UpdateWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<WebhookPayload> {
    return { webhook: webhookObject(deps, await updateWebhook(deps, caller, input)) };
  }

  @Permission('webhooks:write', 'audit:read')
  @FreshSignIn()
  @Mutation(() => DeletePayload, {
    description: 'Deletes a webhook. The server sends no more events to its URL.',
  })
  async deleteWebhook(
    @Arg('input', () => DeleteWebhookInputObject, { description: 'Which webhook to delete.' })
    input: DeleteWebhookInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => deleteWebhook(deps, context.caller, input));
  }

  @Permission('webhooks:write', 'audit:read')
  @FreshSignIn()
  @Mutation(() => RotateWebhookSecretPayload, {
    description:
      'Gives a webhook a new secret. Until the old one expires, each request has a signature for both, so that the receiver can change the secret without missing an event. A still older secret expires at once.',
  })
  async rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInputObject, { description: 'Which webhook gets a new secret.' })
    input: RotateWebhookSecretInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<RotateWebhookSecretPayload> {
    const { webhook, secret } = await rotateWebhookSecret(deps, caller, input);
    return { secret, oldSecretExpiresAt: oldSecretExpiry(deps.clock.now(), webhook) };
  }

  @Permission('webhooks:write', 'audit:read')
  @Mutation(() => WebhookDeliveryPayload, {
    description:
      'Sends a test to a webhook now, signed like an event, and returns what the receiver answered. The message is `{type: "TEST", timestamp, data}`. If the receiver accepts it, events that wait after a failure are sent at once. The caller can send 30 tests and events in 10 minutes.',
  })
  async testWebhook(
    @Arg('input', () => TestWebhookInputObject, { description: 'Which webhook to test.' })
    input: TestWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<WebhookDeliveryPayload> {
    return webhookDeliveryPayload(await testWebhook(deps, caller, input));
  }

  @Permission('webhooks:write', 'audit:read')
  @Mutation(() => WebhookDeliveryPayload, {
    description:
      'Sends one event to a webhook again, now and out of order, and returns what the receiver answered. The caller can send 30 tests and events in 10 minutes.',
  })
  async redeliverWebhookEvent(
    @Arg('input', () => RedeliverWebhookEventInputObject, {
      description: 'Which event to send again, and to which webhook.',
    })
    input: RedeliverWebhookEventInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<WebhookDeliveryPayload> {
    return webhookDeliveryPayload(await redeliverWebhookEvent(deps, caller, input));
  }

  @Permission('webhooks:write', 'audit:read')
  @Mutation(() => WebhookPayload, {
    description:
      'Sends all events since a time to a webhook again, if they have one of its types. They are sent in their order, before new events. A webhook that waits at an earlier event continues there.',
  })
  async replayWebhook(
    @Arg('input', () => ReplayWebhookInputObject, { description: 'Which events to send again, and to which webhook.' })
    input: ReplayWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<WebhookPayload> {
    return { webhook: webhookObject(deps, await replayWebhook(deps, caller, input)) };
  }
}
