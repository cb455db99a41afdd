import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { keysThatStop } from '../admin/api-keys/api-keys-of-user.js';
import { readPage } from '../admin/page-read.js';
import { pendingEnrolmentLinks } from '../admin/users/enrolment-links.js';
import { hasPassed } from '../model/time.js';
import { passkeysOf } from '../webauthn/passkeys/remove-passkey.js';
import { ApiKeyObject, apiKeyObject } from './api-key-objects.js';
import { type ConnectionObject, connection } from './connection.js';
import { GroupConnection, PermissionConnection } from './connections.js';
import { PendingEnrolmentLinkObject, pendingLinkObject } from './enrolment-link-objects.js';
import type { GraphqlContext } from './graphql-context.js';
import { type GroupObject, groupObject } from './group-objects.js';
import { InvitationObject, invitationObject } from './invitation-objects.js';
import { livePage } from './live-page.js';
import { livePermissions } from './live-permissions.js';
import { PageArgs } from './page-args.js';
import { PasskeyObject, passkeyObject } from './passkey-object.js';
import { Permission } from './permission-guard.js';
import { type PermissionObject, permissionObject } from './permission-objects.js';
import { UserObject } from './user-object.js';

/** Resolves the fields of a user that return records of other types, such as the sessions. */
@Resolver(() => UserObject)
export class UserReferences {
  @Permission('groups:read')
  @FieldResolver(() => GroupConnection, {
    nullable: true,
    description:
      'The groups that the user is a member of. The group that the user joined last comes first. Null with a FORBIDDEN error if the caller cannot read groups.',
  })
  async groups(
    @Root() { id }: UserObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ConnectionObject<GroupObject>> {
    const { memberships } = deps.store;
    const page = await readPage(args, (request) => memberships.pageOfUser(id, request));
    const groups = await livePage(page, async ({ groupId, groupGeneration }) => {
      const group = await loaders.groups.load(groupId);
      return group?.generation === groupGeneration ? group : undefined;
    });
    return connection(groups, groupObject, () => memberships.countOfUser(id));
  }

  @Permission('users:read')
  @FieldResolver(() => InvitationObject, {
    nullable: true,
    description:
      'The invitation with which the user created the account, if it requires approval or an address of a domain. Null if it was revoked, or 30 days after it expired.',
  })
  async invitation(
    @Root() { record }: UserObject,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<InvitationObject | null> {
    if (record.invitationId === undefined) return null;
    const found = await loaders.invitations.load(record.invitationId);
    return found === undefined || hasPassed(found.keptUntil, deps.clock.now()) ? null : invitationObject(deps, found);
  }

  @Permission('users:read')
  @FieldResolver(() => [PasskeyObject], { description: 'The passkeys with which the user can sign in, oldest first.' })
  async passkeys(@Root() { record }: UserObject, @Ctx() { loaders }: GraphqlContext): Promise<PasskeyObject[]> {
    const listed = await Promise.all(record.passkeyIds.map((id) => loaders.passkeys.load(id)));
    return passkeysOf(record, listed).map(passkeyObject);
  }

  @Permission('users:read')
  @FieldResolver(() => [PendingEnrolmentLinkObject], {
    description: 'The enrolment links that the user can still use, newest first.',
  })
  async enrolmentLinks(
    @Root() { record }: UserObject,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<PendingEnrolmentLinkObject[]> {
    return (await pendingEnrolmentLinks(deps, record)).map(pendingLinkObject);
  }

  @Permission('apiKeys:read')
  @FieldResolver(() => [ApiKeyObject], {
    nullable: true,
    description:
      'The valid API keys of the user, newest first, at most 100. All of them stop working when the user is disabled, recovers the account or uses an enrolment link. Null with a FORBIDDEN error if the caller cannot read API keys.',
  })
  async apiKeys(@Root() { record }: UserObject, @Ctx() { deps }: GraphqlContext): Promise<ApiKeyObject[]> {
    return (await keysThatStop(deps, record)).map(apiKeyObject);
  }

  @Permission('permissions:read')
  @FieldResolver(() => PermissionConnection, {
    nullable: true,
    description:
      'The permissions that were granted to the user directly, newest first. Permissions of groups are not included. Null with a FORBIDDEN error if the caller cannot read permissions.',
  })
  async permissions(
    @Root() { id }: UserObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ConnectionObject<PermissionObject>> {
    const { permissions } = deps.store;
    const page = await readPage(args, (request) => permissions.pageOfUser(id, request));
    return connection(await livePermissions(loaders, page), permissionObject, () => permissions.countOfUser(id));
  }
}
