import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { serverVersion } from '../admin/setup/server-version.js';
import type { SetupCheck } from '../admin/setup/setup-checks.js';
import { issuerUrl } from '../model/clients/issuer.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';
import { ServerObject, SetupCheckObject } from './server-objects.js';

const MAX_ISSUERS = 100;

@Resolver(() => ServerObject)
export class ServerResolver {
  @Permission('issuers:read')
  @Query(() => ServerObject, {
    description: 'Returns the server: version, addresses, database and checks of the setup.',
  })
  server(@Ctx() { deps: { config } }: GraphqlContext): ServerObject {
    const { rpName: name, issuer: url, rpId, rpOrigins, database } = config;
    return {
      version: serverVersion(),
      nodeVersion: process.version,
      name,
      url,
      rpId,
      rpOrigins,
      database: database.kind === 'sqlite' ? 'SQLITE' : 'MONGODB',
    };
  }

  @Permission('issuers:read')
  @FieldResolver(() => [String], { description: 'The URLs of the issuers, newest first: at most 100.' })
  async issuerUrls(@Ctx() { deps }: GraphqlContext): Promise<string[]> {
    const { items } = await deps.store.issuers.page({ first: MAX_ISSUERS });
    return items.map(({ record }) => issuerUrl(deps.config.issuer, record));
  }

  @Permission('issuers:read')
  @FieldResolver(() => [SetupCheckObject], {
    description:
      'Checks how the server is set up. The checks run at most three times a minute in each process, so a result can be 20 seconds old. Only PROXY examines this very request.',
  })
  checks(@Ctx() { caller, checkSetup, facts }: GraphqlContext): Promise<readonly SetupCheck[]> {
    return checkSetup(caller, facts);
  }
}
