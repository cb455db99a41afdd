import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { createWebhook, deleteWebhook, updateWebhook } from '../admin/webhooks/webhook-changes.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import { DELETED, DeletePayload } from './payloads.js';
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
  @Query(() => [WebhookObject], { description: 'Lists all webhooks without their secrets, sorted by id.' })
  async webhooks(@Ctx() { deps }: GraphqlContext): Promise<WebhookObject[]> {
    return (await deps.store.webhooks.all()).map(webhookObject);
  }

  @Permission('webhooks:write')
  @FreshSignIn()
  @Mutation(() => CreateWebhookPayload, {
    description:
      'Creates a webhook, to which the server sends the events that happen from now on. The caller also needs the permission audit:read.',
  })
  async createWebhook(
    @Arg('input', () => CreateWebhookInputObject, {
      description: 'The URL of the new webhook, and the events that it receives.',
    })
    input: CreateWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateWebhookPayload> {
    const { webhook, secret } = await createWebhook(deps, caller, input);
    return { webhook: webhookObject(webhook), secret };
  }

  @Permission('webhooks:write')
  @FreshSignIn()
  @Mutation(() => WebhookPayload, {
    description:
      'Changes a webhook. If an earlier delivery failed, the server tries again at once. The caller also needs the permission audit:read.',
  })
  async updateWebhook(
    @Arg('input', () => UpdateWebhookInputObject, { description: 'The webhook to change, and the changes.' })
    input: UpdateWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<WebhookPayload> {
    return { webhook: webhookObject(await updateWebhook(deps, caller, input)) };
  }

  @Permission('webhooks:write')
  @FreshSignIn()
  @Mutation(() => DeletePayload, {
    description:
      'Deletes a webhook. The server sends no more events to its URL. The caller also needs the permission audit:read.',
  })
  async deleteWebhook(
    @Arg('input', () => DeleteWebhookInputObject, { description: 'Which webhook to delete.' })
    input: DeleteWebhookInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await deleteWebhook(deps, caller, input);
    return DELETED;
  }
}
