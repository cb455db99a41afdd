import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { secondsAfter } from '../model/time.js';
import { ClientObject, ClientSecretObject } from './client-object.js';
import { DateTime } from './date-time.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';
import { SafeInt } from './safe-int.js';

@Permission('audit:read')
@ObjectType('RefusalCount', { description: 'How many requests of a client were rejected for one reason.' })
class RefusalCountObject {
  @Field(() => String, {
    description:
      'The reason: an error code such as `invalid_scope`, `invalid_redirect_uri` if the client has not registered the redirect URI, `access_denied` if users have no access, or `repeated` for rejections that were only counted.',
  })
  reason!: string;

  @Field(() => SafeInt, { description: 'The number of rejections.' })
  count!: number;
}

@Permission('audit:read')
@ObjectType('ClientHealth', {
  description: 'How a client has worked in the last seven days, accurate to a quarter of an hour.',
})
class ClientHealthObject {
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When a user last signed in to the client, at any time. Null if the audit log has no sign-in to the client since version 0.2.',
  })
  lastSignInAt!: Date | null;

  @Field(() => [RefusalCountObject], {
    description:
      'How many requests were rejected in the last seven days, for each reason. The most frequent reason comes first.',
  })
  refusals!: readonly RefusalCountObject[];

  @Field(() => [ClientSecretObject], { description: 'The secrets of the client that expire within 30 days.' })
  secretsExpiringSoon!: readonly ClientSecretObject[];

  @Field(() => SafeInt, { description: 'The number of sign-ins to the client in the last seven days.' })
  signIns!: number;

  @Field(() => SafeInt, { description: 'The number of these sign-ins for which the client used PKCE.' })
  signInsWithPkce!: number;

  @Field(() => SafeInt, {
    description:
      'The number of these sign-ins for which the client used neither PKCE nor a `nonce`, so that nothing protects it against injected codes.',
  })
  signInsWithNeitherPkceNorNonce!: number;
}

const SOON_SECONDS = 30 * 86_400;

@Resolver(() => ClientObject)
export class HealthOfClient {
  @Permission('audit:read')
  @FieldResolver(() => ClientHealthObject, {
    nullable: true,
    description:
      'How the client has worked lately. Null with a FORBIDDEN error if the caller cannot read the audit log.',
  })
  async health(
    @Root() { id, createdAt, secrets }: ClientObject,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ClientHealthObject> {
    const now = deps.clock.now();
    const soon = secondsAfter(now, SOON_SECONDS);
    const secretsExpiringSoon = secrets.filter(
      ({ expiresAt }) => expiresAt !== null && expiresAt > now && expiresAt <= soon,
    );
    return { ...(await loaders.clientHealth.load({ id, createdAt })), secretsExpiringSoon };
  }
}
