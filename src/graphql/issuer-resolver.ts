import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { updateIssuer } from '../admin/issuers/issuer-branding.js';
import { createIssuer, deleteIssuer } from '../admin/issuers/issuer-changes.js';
import { readPage } from '../admin/page-read.js';
import { rotateSigningKey } from '../admin/signing-keys/signing-key-rotate.js';
import { type ClientObject, clientObject } from './client-object.js';
import { type ConnectionObject, connection } from './connection.js';
import { ClientConnection, IssuerConnection } from './connections.js';
import { DRY_RUN, runDeletion } from './dry-run.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import {
  CreateIssuerInputObject,
  DeleteIssuerInputObject,
  IssuerObject,
  IssuerPayload,
  issuerObject,
  RotateSigningKeyInputObject,
  SigningKeyObject,
  signingKeyObjects,
  UpdateIssuerInputObject,
} from './issuer-objects.js';
import { PageArgs } from './page-args.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';

@Resolver(() => IssuerObject)
export class IssuerResolver {
  @Permission('issuers:read')
  @Query(() => IssuerObject, {
    nullable: true,
    description: 'Returns the issuer with this id, or null if there is none.',
  })
  async issuer(
    @Arg('id', () => ID, { description: 'The id of the issuer.' }) id: string,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<IssuerObject | null> {
    const issuer = await deps.store.issuers.find(id);
    return issuer === undefined ? null : issuerObject(deps.config, issuer);
  }

  @Permission('issuers:read')
  @Query(() => IssuerConnection, { description: 'Lists all issuers, newest first, including the default issuer.' })
  async issuers(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<IssuerObject>> {
    const page = await readPage(args, (request) => deps.store.issuers.page(request));
    return connection(
      page,
      (issuer) => issuerObject(deps.config, issuer),
      () => deps.store.issuers.count(),
    );
  }

  @Permission('issuers:write')
  @Mutation(() => IssuerPayload, { description: 'Creates an issuer and its first signing key.' })
  async createIssuer(
    @Arg('input', () => CreateIssuerInputObject, { description: 'The id, the URL and the branding of the new issuer.' })
    input: CreateIssuerInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<IssuerPayload> {
    return { issuer: issuerObject(deps.config, await createIssuer(deps, caller, input)) };
  }

  @Permission('issuers:write')
  @Mutation(() => IssuerPayload, { description: 'Changes the branding of an issuer.' })
  async updateIssuer(
    @Arg('input', () => UpdateIssuerInputObject, { description: 'The issuer, and the changes to it.' })
    input: UpdateIssuerInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<IssuerPayload> {
    return { issuer: issuerObject(deps.config, await updateIssuer(deps, caller, input)) };
  }

  @Permission('issuers:write')
  @FreshSignIn()
  @Mutation(() => DeletePayload, {
    description:
      'Deletes an issuer with its signing keys and its clients. The grants and tokens of these clients are revoked.',
  })
  async deleteIssuer(
    @Arg('input', () => DeleteIssuerInputObject, { description: 'Which issuer to delete.' })
    input: DeleteIssuerInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => deleteIssuer(deps, context.caller, input));
  }

  @Permission('issuers:write')
  @FreshSignIn()
  @Mutation(() => IssuerPayload, {
    description:
      'Replaces the active signing key of an issuer with the next key. The server answers CONFLICT if the next key was published so recently that clients may still have an older copy of the published keys.',
  })
  async rotateSigningKey(
    @Arg('input', () => RotateSigningKeyInputObject, { description: 'Which signing key to replace.' })
    input: RotateSigningKeyInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<IssuerPayload> {
    return { issuer: issuerObject(deps.config, await rotateSigningKey(deps, caller, input)) };
  }

  @Permission('issuers:read')
  @FieldResolver(() => [SigningKeyObject], {
    description: 'The signing keys of the issuer, including retired keys that are still published.',
  })
  async signingKeys(
    @Root() { generation }: IssuerObject,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<SigningKeyObject[]> {
    return (await deps.store.keyRings.findOfIssuer(generation)).flatMap(signingKeyObjects);
  }

  @Permission('clients:read')
  @FieldResolver(() => ClientConnection, {
    nullable: true,
    description:
      'The clients that are registered with the issuer, newest first. Null with a FORBIDDEN error if the caller cannot read clients.',
  })
  async clients(
    @Root() { id }: IssuerObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<ClientObject>> {
    const page = await readPage(args, (request) => deps.store.clients.pageOfIssuer(id, request));
    return connection(page, clientObject, () => deps.store.clients.countOfIssuer(id));
  }
}
