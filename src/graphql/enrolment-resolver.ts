import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { keysThatStop } from '../admin/api-keys/api-keys-of-user.js';
import { createEnrolmentLink, revokeEnrolmentLink, tryEnrolment } from '../admin/users/enrolment-links.js';
import { deletePasskey, renamePasskey } from '../admin/users/user-passkeys.js';
import { ApiKeyObject, apiKeyObject } from './api-key-objects.js';
import { countEffects, DRY_RUN, runChange, runDeletion } from './dry-run.js';
import { EffectsObject } from './effects-objects.js';
import { enrolmentLinkObject } from './enrolment-link-objects.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import { PasskeyPayload, passkeyObject } from './passkey-object.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import {
  CreateEnrolmentLinkInputObject,
  DeletePasskeyInputObject,
  RenamePasskeyInputObject,
  RevokeEnrolmentLinkInputObject,
} from './user-inputs.js';
import { EnrolmentLinkPayload } from './user-payloads.js';

@Resolver(() => EnrolmentLinkPayload)
export class EnrolmentResolver {
  @Permission('apiKeys:read')
  @FieldResolver(() => [ApiKeyObject], {
    nullable: true,
    description:
      'The API keys of the user that stop working when the user uses the enrolment link, newest first, at most 100. With `removePasskeys`, they have stopped already, and `effects` counts them. Null with a FORBIDDEN error if the caller cannot read API keys.',
  })
  async apiKeysThatStop(
    @Root() { userId }: EnrolmentLinkPayload,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ApiKeyObject[]> {
    return (await keysThatStop(deps, { id: userId })).map(apiKeyObject);
  }

  @Permission('users:write')
  @Query(() => EffectsObject, {
    description:
      'Returns what would end if the user used an enrolment link or a recovery code now. Ask for it before you create a link for a user who has lost a passkey: it needs the same permissions. The passkeys of the user remain. To find out what `removePasskeys` ends at once, use the `dryRun` of `createEnrolmentLink`.',
  })
  async previewEnrolment(
    @Arg('userId', () => ID, { description: 'The id of the user.' }) userId: string,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<EffectsObject> {
    return countEffects(context, info, (deps) => tryEnrolment(deps, context.caller, userId));
  }

  @Permission('users:write')
  @FreshSignIn()
  @Mutation(() => EnrolmentLinkPayload, {
    description:
      'Creates a link with which a user registers a passkey, for example the first passkey of a new user, or a new passkey after the user has lost a device. With `removePasskeys`, everything else that gives access to the account ends at once, such as the present passkeys.',
  })
  async createEnrolmentLink(
    @Arg('input', () => CreateEnrolmentLinkInputObject, {
      description: 'The user who gets the enrolment link, the lifetime of the link, and whether passkeys are removed.',
    })
    input: CreateEnrolmentLinkInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<EnrolmentLinkPayload> {
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) =>
      createEnrolmentLink(deps, context.caller, input),
    );
    return { enrolmentLink: enrolmentLinkObject(result), effects, userId: input.userId };
  }

  @Permission('users:write')
  @Mutation(() => DeletePayload, { description: 'Revokes an enrolment link that has not been used yet.' })
  async revokeEnrolmentLink(
    @Arg('input', () => RevokeEnrolmentLinkInputObject, { description: 'Which enrolment link to revoke.' })
    input: RevokeEnrolmentLinkInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => revokeEnrolmentLink(deps, context.caller, input));
  }

  @Permission('users:write')
  @Mutation(() => PasskeyPayload, { description: 'Renames a passkey of a user.' })
  async renamePasskey(
    @Arg('input', () => RenamePasskeyInputObject, { description: 'The passkey and its new name.' })
    input: RenamePasskeyInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<PasskeyPayload> {
    return { passkey: passkeyObject(await renamePasskey(deps, caller, input)) };
  }

  @Permission('users:write')
  @FreshSignIn()
  @Mutation(() => DeletePayload, {
    description:
      'Deletes a passkey of a user. The user can no longer sign in with the passkey. All sessions, codes, access tokens and refresh tokens that began with a sign-in with this passkey end. The only passkey of a user can be deleted, but not the last passkey of the last owner.',
  })
  async deletePasskey(
    @Arg('input', () => DeletePasskeyInputObject, { description: 'Which passkey to delete.' })
    input: DeletePasskeyInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => deletePasskey(deps, context.caller, input));
  }
}
