import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { createEnrolmentLink, revokeEnrolmentLink } from '../admin/users/enrolment-links.js';
import { deletePasskey, renamePasskey } from '../admin/users/user-passkeys.js';
import { EnrolmentLinkPayload } from './enrolment-link-objects.js';
import type { GraphqlContext } from './graphql-context.js';
import { PasskeyPayload, passkeyObject } from './passkey-object.js';
import { DELETED, DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import {
  CreateEnrolmentLinkInputObject,
  DeletePasskeyInputObject,
  RenamePasskeyInputObject,
  RevokeEnrolmentLinkInputObject,
} from './user-inputs.js';

@Resolver()
export class EnrolmentResolver {
  @Permission('users:write')
  @Mutation(() => EnrolmentLinkPayload, { description: 'Creates a link with which a user registers a passkey.' })
  async createEnrolmentLink(
    @Arg('input', () => CreateEnrolmentLinkInputObject, { description: 'The user who gets the link.' })
    input: CreateEnrolmentLinkInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<EnrolmentLinkPayload> {
    return { enrolmentLink: await createEnrolmentLink(deps, caller, input) };
  }

  @Permission('users:write')
  @Mutation(() => DeletePayload, { description: 'Revokes an unused enrolment link.' })
  async revokeEnrolmentLink(
    @Arg('input', () => RevokeEnrolmentLinkInputObject, { description: 'The link to revoke.' })
    input: RevokeEnrolmentLinkInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await revokeEnrolmentLink(deps, caller, input);
    return DELETED;
  }

  @Permission('users:write')
  @Mutation(() => PasskeyPayload, { description: 'Renames a passkey.' })
  async renamePasskey(
    @Arg('input', () => RenamePasskeyInputObject, { description: 'The passkey and its new name.' })
    input: RenamePasskeyInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<PasskeyPayload> {
    return { passkey: passkeyObject(await renamePasskey(deps, caller, input)) };
  }

  @Permission('users:write')
  @Mutation(() => DeletePayload, {
    description:
      'Deletes a passkey. The user cannot sign in with it from then on. The last passkey of a user can be deleted, too, except that of the last owner.',
  })
  async deletePasskey(
    @Arg('input', () => DeletePasskeyInputObject, { description: 'The passkey to delete.' })
    input: DeletePasskeyInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await deletePasskey(deps, caller, input);
    return DELETED;
  }
}
