import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { findTemplate } from '../admin/catalogue/application-templates.js';
import type { ClientSettings } from '../admin/clients/client-settings.js';
import { readPage } from '../admin/page-read.js';
import { ClientObject } from './client-object.js';
import { type ConnectionObject, connection } from './connection.js';
import { PermissionConnection } from './connections.js';
import type { GraphqlContext } from './graphql-context.js';
import { IssuerObject, issuerObject } from './issuer-objects.js';
import { livePermissions } from './live-permissions.js';
import { PageArgs } from './page-args.js';
import { Permission } from './permission-guard.js';
import { type PermissionObject, permissionObject } from './permission-objects.js';
import { ApplicationTemplateObject, templateObject } from './template-objects.js';

/** Resolves the fields of a client that return records of other types, such as the issuer. */
@Resolver(() => ClientObject)
export class ClientReferences {
  @Permission('issuers:read')
  @FieldResolver(() => IssuerObject, {
    nullable: true,
    description:
      'The issuer that the client belongs to. Null with a FORBIDDEN error if the caller cannot read issuers.',
  })
  async issuer(
    @Root() { issuerId }: ClientObject,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<IssuerObject | null> {
    const issuer = await loaders.issuers.load(issuerId);
    return issuer === undefined ? null : issuerObject(deps.config, issuer);
  }

  @Permission('clients:read')
  @FieldResolver(() => ApplicationTemplateObject, {
    nullable: true,
    description:
      'The template of the catalogue with the id `templateId`. Null if the client has none, or if the catalogue of this server does not contain it.',
  })
  template(
    @Root() { templateId }: ClientObject & Pick<ClientSettings, 'templateId'>,
  ): ApplicationTemplateObject | null {
    const template = templateId == null ? undefined : findTemplate(templateId);
    return template === undefined ? null : templateObject(template);
  }

  @Permission('permissions:read')
  @FieldResolver(() => PermissionConnection, {
    nullable: true,
    description:
      'The permissions with which users and groups can sign in to this client, newest first. Null with a FORBIDDEN error if the caller cannot read permissions.',
  })
  async permissions(
    @Root() { generation }: ClientObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ConnectionObject<PermissionObject>> {
    const { permissions } = deps.store;
    const page = await readPage(args, (request) => permissions.pageOfClient(generation, request));
    return connection(await livePermissions(loaders, page), permissionObject, () =>
      permissions.countOfClient(generation),
    );
  }
}
