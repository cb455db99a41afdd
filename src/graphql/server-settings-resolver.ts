import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { storedSettings, updateServerSettings } from '../admin/server-settings/server-settings-update.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';
import {
  ServerSettingsObject,
  ServerSettingsPayload,
  serverSettingsObject,
  UpdateServerSettingsInputObject,
} from './server-settings-objects.js';

@Resolver()
export class ServerSettingsResolver {
  @Permission('issuers:read')
  @Query(() => ServerSettingsObject, {
    description: 'Returns the server settings in force, and where each value comes from.',
  })
  async serverSettings(@Ctx() { deps }: GraphqlContext): Promise<ServerSettingsObject> {
    return serverSettingsObject(deps.config, await storedSettings(deps));
  }

  @Permission('issuers:write')
  @FreshSignIn()
  @Mutation(() => ServerSettingsPayload, {
    description:
      'Changes the server settings. Within two seconds, the new values apply in every process of the server.',
  })
  async updateServerSettings(
    @Arg('input', () => UpdateServerSettingsInputObject, { description: 'The new values of the settings to change.' })
    input: UpdateServerSettingsInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<ServerSettingsPayload> {
    return { serverSettings: serverSettingsObject(deps.config, await updateServerSettings(deps, caller, input)) };
  }
}
