import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { isSameGeneration } from '../model/generation.js';
import { ClientObject, clientObject } from './client-object.js';
import { AccessRuleObject } from './explanation-objects.js';
import { findGroup, findUser } from './find-records.js';
import type { GraphqlContext } from './graphql-context.js';
import { GroupObject, groupObject } from './group-objects.js';
import { InvitationObject } from './invitation-objects.js';
import { MailObject } from './mail-objects.js';
import { Permission } from './permission-guard.js';
import { SessionObject } from './session-objects.js';
import { UserObject } from './user-object.js';

/** Resolves the records whose ids a session, an invitation, a mail or an explained rule has. */
@Resolver(() => SessionObject)
export class ClientsOfSession {
  @Permission('clients:read')
  @FieldResolver(() => [ClientObject], {
    nullable: true,
    description:
      'The clients that the user has signed in to during the session, without those that were deleted. Null with a FORBIDDEN error if the caller cannot read clients.',
  })
  async clients(@Root() { record }: SessionObject, @Ctx() { loaders }: GraphqlContext): Promise<ClientObject[]> {
    return (await present(loaders.clients, record.clients)).map(clientObject);
  }
}

@Resolver(() => InvitationObject)
export class GroupsOfInvitation {
  @Permission('groups:read')
  @FieldResolver(() => [GroupObject], {
    nullable: true,
    description:
      'The groups that the new users join, without those that were deleted. Null with a FORBIDDEN error if the caller cannot read groups.',
  })
  async groups(@Root() { record }: InvitationObject, @Ctx() { loaders }: GraphqlContext): Promise<GroupObject[]> {
    return (await present(loaders.groups, record.groups)).map(groupObject);
  }
}

@Resolver(() => MailObject)
export class UserOfMail {
  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description:
      'The user whom the mail is about. Null in a test mail, if the user was deleted, or with a FORBIDDEN error if the caller cannot read users.',
  })
  user(@Root() { userId }: MailObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, userId);
  }
}

@Resolver(() => AccessRuleObject)
export class GroupOfAccessRule {
  @Permission('groups:read')
  @FieldResolver(() => GroupObject, {
    nullable: true,
    description:
      'The group with the id `groupId`. Null if the rule is not about a group, or with a FORBIDDEN error if the caller cannot read groups.',
  })
  group(@Root() { groupId }: AccessRuleObject, @Ctx() context: GraphqlContext): Promise<GroupObject | null> {
    return findGroup(context, groupId);
  }
}

interface Stamped {
  readonly id: string;
  readonly generation?: string | undefined;
}

/** Returns the records that still exist. A new record with the id of a deleted one is another record. */
async function present<R extends Stamped>(
  loader: { load(id: string): Promise<R | undefined> },
  listed: readonly Stamped[],
): Promise<R[]> {
  const found = await Promise.all(
    listed.map(async ({ id, generation }) => {
      const record = await loader.load(id);
      return isSameGeneration(record?.generation, generation) ? record : undefined;
    }),
  );
  return found.filter((record) => record !== undefined);
}
