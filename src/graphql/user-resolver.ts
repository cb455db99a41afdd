import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { resolveUserList } from '../admin/list-input.js';
import { readPage } from '../admin/page-read.js';
import { cancelUserDeletion } from '../admin/users/deletion-cancel.js';
import { createUser } from '../admin/users/user-create.js';
import { deleteUser } from '../admin/users/user-delete.js';
import { setUserEnabled, updateUser } from '../admin/users/user-update.js';
import { freeUsername } from '../admin/users/username-free.js';
import { type ConnectionObject, connection } from './connection.js';
import { UserConnection } from './connections.js';
import { DRY_RUN, runChange, runDeletion } from './dry-run.js';
import { enrolmentLinkObject } from './enrolment-link-objects.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import { UserListArgs } from './list-args.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import {
  CancelUserDeletionInputObject,
  CreateUserInputObject,
  DeleteUserInputObject,
  FreeUsernameInputObject,
  SetUserEnabledInputObject,
  UpdateUserInputObject,
} from './user-inputs.js';
import { UserObject, userObject } from './user-object.js';
import { CreateUserPayload, FreeUsernamePayload, UserPayload } from './user-payloads.js';

@Resolver()
export class UserResolver {
  @Permission('users:read')
  @Query(() => UserObject, { nullable: true, description: 'Returns the user with this id, or null if there is none.' })
  async user(
    @Arg('id', () => ID, { description: 'The id of the user.' }) id: string,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<UserObject | null> {
    const user = await deps.store.users.find(id);
    return user === undefined ? null : userObject(user);
  }

  @Permission('users:read')
  @Query(() => UserObject, {
    nullable: true,
    description: 'Returns the user with this username, or null if there is none.',
  })
  async userByUsername(
    @Arg('username', () => String, {
      description: 'The username of the user. Upper and lower case make no difference.',
    })
    username: string,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<UserObject | null> {
    const user = await deps.store.users.findByUsername(username);
    return user === undefined ? null : userObject(user);
  }

  @Permission('users:read')
  @Query(() => UserConnection, {
    description:
      'Lists all users, newest first. `search` looks in the username, the e-mail address, the name, the given name and the family name. A page can have fewer entries than you request, although `hasNextPage` is true, because the server examines at most 300 users for a page.',
  })
  async users(
    @Args(() => UserListArgs) args: UserListArgs,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<ConnectionObject<UserObject>> {
    const list = await resolveUserList(deps, caller, args);
    const page = await readPage(args, (request) => deps.store.users.page(request, list));
    return connection(page, userObject, () => deps.store.users.count(list));
  }

  @Permission('users:write')
  @FreshSignIn('adminRole', 'enrolmentLink')
  @Mutation(() => CreateUserPayload, {
    description: 'Creates a user. Before the first sign-in, the user needs an enrolment link to register a passkey.',
  })
  async createUser(
    @Arg('input', () => CreateUserInputObject, { description: 'The profile and the groups of the new user.' })
    input: CreateUserInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateUserPayload> {
    const { user, enrolmentLink } = await createUser(deps, caller, input);
    return {
      user: userObject(user),
      enrolmentLink: enrolmentLink === undefined ? null : enrolmentLinkObject(enrolmentLink),
    };
  }

  @Permission('users:write')
  @FreshSignIn('adminRole')
  @Mutation(() => UserPayload, { description: 'Changes the profile or the administration role of a user.' })
  async updateUser(
    @Arg('input', () => UpdateUserInputObject, { description: 'The user to change, and the new profile.' })
    input: UpdateUserInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<UserPayload> {
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) =>
      updateUser(deps, context.caller, input),
    );
    return { user: userObject(result), effects };
  }

  @Permission('users:write')
  @Mutation(() => UserPayload, { description: 'Enables or disables a user. A disabled user cannot sign in.' })
  async setUserEnabled(
    @Arg('input', () => SetUserEnabledInputObject, { description: 'Which user to enable or disable.' })
    input: SetUserEnabledInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<UserPayload> {
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) =>
      setUserEnabled(deps, context.caller, input),
    );
    return { user: userObject(result), effects };
  }

  @Permission('users:write')
  @FreshSignIn()
  @Mutation(() => DeletePayload, {
    description: 'Deletes a user, together with their passkeys, sessions, grants, permissions and API keys.',
  })
  async deleteUser(
    @Arg('input', () => DeleteUserInputObject, { description: 'Which user to delete.' }) input: DeleteUserInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => deleteUser(deps, context.caller, input));
  }

  @Permission('users:write')
  @Mutation(() => UserPayload, {
    description:
      'Cancels the deletion of an account for which its user asked, for example because another person asked for it in the session of the user. The server tells the user by mail. If no deletion is planned, nothing changes.',
  })
  async cancelUserDeletion(
    @Arg('input', () => CancelUserDeletionInputObject, { description: 'Which user keeps the account.' })
    input: CancelUserDeletionInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<UserPayload> {
    return { user: userObject(await cancelUserDeletion(deps, caller, input)) };
  }

  @Permission('users:write')
  @Mutation(() => FreeUsernamePayload, {
    description:
      'Allows visitors to register with the username of a user who was deleted or renamed. Until then, only administrators can give this username to a user, because the new owner of the name could be mistaken for the former one.',
  })
  async freeUsername(
    @Arg('input', () => FreeUsernameInputObject, { description: 'The username to free.' })
    input: FreeUsernameInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<FreeUsernamePayload> {
    return { username: await freeUsername(deps, caller, input) };
  }
}
