import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { storedSettings, updateServerSettings } from '../admin/server-settings/server-settings-update.js';
import { DRY_RUN, runChange } from './dry-run.js';
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
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ServerSettingsPayload> {
    const { deps, caller } = context;
    const { result, effects } = await runChange(context, { dryRun, info }, (planning) =>
      updateServerSettings(planning, caller, input),
    );
    return { serverSettings: serverSettingsObject(deps.config, result), effects };
  }
}
