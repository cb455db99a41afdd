import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { createEnrolmentLink, revokeEnrolmentLink } from '../admin/users/enrolment-links.js';
import { deletePasskey, renamePasskey } from '../admin/users/user-passkeys.js';
import { EnrolmentLinkPayload } from './enrolment-link-objects.js';
import type { GraphqlContext } from './graphql-context.js';
import { PasskeyPayload, passkeyObject } from './passkey-object.js';
import { DELETED, DeletePayload, INPUT } from './payloads.js';
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
  @Mutation(() => EnrolmentLinkPayload, { description: 'Makes a link with which a user registers one passkey.' })
  async createEnrolmentLink(
    @Arg('input', () => CreateEnrolmentLinkInputObject, INPUT) input: CreateEnrolmentLinkInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<EnrolmentLinkPayload> {
    return { enrolmentLink: await createEnrolmentLink(deps, caller, input) };
  }

  @Permission('users:write')
  @Mutation(() => DeletePayload, { description: 'Voids an enrolment link that was not used yet.' })
  async revokeEnrolmentLink(
    @Arg('input', () => RevokeEnrolmentLinkInputObject, INPUT) input: RevokeEnrolmentLinkInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await revokeEnrolmentLink(deps, caller, input);
    return DELETED;
  }

  @Permission('users:write')
  @Mutation(() => PasskeyPayload, { description: 'Gives a passkey another name.' })
  async renamePasskey(
    @Arg('input', () => RenamePasskeyInputObject, INPUT) input: RenamePasskeyInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<PasskeyPayload> {
    return { passkey: passkeyObject(await renamePasskey(deps, caller, input)) };
  }

  @Permission('users:write')
  @Mutation(() => DeletePayload, {
    description: 'Removes a passkey: it signs nobody in any more. An administrator may remove the last one of a user.',
  })
  async deletePasskey(
    @Arg('input', () => DeletePasskeyInputObject, INPUT) input: DeletePasskeyInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await deletePasskey(deps, caller, input);
    return DELETED;
  }
}
