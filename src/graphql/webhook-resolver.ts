import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { createWebhook, deleteWebhook, updateWebhook } from '../admin/webhooks/webhook-changes.js';
import type { GraphqlContext } from './graphql-context.js';
import { DELETED, DeletePayload, INPUT } from './payloads.js';
import { Permission } from './permission-guard.js';
import {
  CreateWebhookInputObject,
  CreateWebhookPayload,
  DeleteWebhookInputObject,
  UpdateWebhookInputObject,
  WebhookObject,
  WebhookPayload,
  webhookObject,
} from './webhook-objects.js';

@Resolver()
export class WebhookResolver {
  @Permission('webhooks:read')
  @Query(() => [WebhookObject], { description: 'All webhooks, by id, without their secrets.' })
  async webhooks(@Ctx() { deps }: GraphqlContext): Promise<WebhookObject[]> {
    return (await deps.store.webhooks.all()).map(webhookObject);
  }

  @Permission('webhooks:write')
  @Mutation(() => CreateWebhookPayload, {
    description: 'Makes a webhook, for events from now on. It shows them the log: this takes audit:read as well.',
  })
  async createWebhook(
    @Arg('input', () => CreateWebhookInputObject, INPUT) input: CreateWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateWebhookPayload> {
    const { webhook, secret } = await createWebhook(deps, caller, input);
    return { webhook: webhookObject(webhook), secret };
  }

  @Permission('webhooks:write')
  @Mutation(() => WebhookPayload, {
    description:
      'Changes a webhook, which goes on with the event that it had come to, and is tried at once. Takes audit:read as well.',
  })
  async updateWebhook(
    @Arg('input', () => UpdateWebhookInputObject, INPUT) input: UpdateWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<WebhookPayload> {
    return { webhook: webhookObject(await updateWebhook(deps, caller, input)) };
  }

  @Permission('webhooks:write')
  @Mutation(() => DeletePayload, {
    description: 'Deletes a webhook: nothing more is delivered to it. Takes audit:read as well.',
  })
  async deleteWebhook(
    @Arg('input', () => DeleteWebhookInputObject, INPUT) input: DeleteWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await deleteWebhook(deps, caller, input);
    return DELETED;
  }
}
