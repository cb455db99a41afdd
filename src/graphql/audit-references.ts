import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { AuditEventObject } from './audit-objects.js';
import { AuditActorUnion, AuditRecordUnion, activeSession, recordObject } from './audit-record.js';
import { ClientObject } from './client-object.js';
import { findClient, findUser } from './find-records.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';
import { SessionObject, sessionObject } from './session-objects.js';
import { UserObject } from './user-object.js';

const KIND_OF_ACTOR = { USER: 'user', CLIENT: 'client', API_KEY: 'apiKey' } as const;

/** Resolves the fields of an audit event that return the records behind its ids, as they are now. */
@Resolver(() => AuditEventObject)
export class AuditReferences {
  @Permission('audit:read')
  @FieldResolver(() => AuditActorUnion, {
    nullable: true,
    description:
      'The user, client or API key that acted, as it is now. Null if it was deleted, without an error if the caller cannot read such records, if the actor is unknown, or if a command on the server or the bootstrap key acted.',
  })
  actor(@Root() { actorKind, actorId }: AuditEventObject, @Ctx() context: GraphqlContext): Promise<object | null> {
    return recordObject(context, actorKind && KIND_OF_ACTOR[actorKind], actorId);
  }

  @Permission('audit:read')
  @FieldResolver(() => AuditRecordUnion, {
    nullable: true,
    description:
      'The record with the kind `resource` and the id `resourceId`, as it is now. Null if it was deleted or has ended, without an error if the caller cannot read such records, or if the kind is not among those of `AuditRecord`.',
  })
  record(@Root() { resource, resourceId }: AuditEventObject, @Ctx() context: GraphqlContext): Promise<object | null> {
    return recordObject(context, resource, resourceId);
  }

  @Permission('audit:read')
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The country of `ipAddress` in two letters, such as `DE` (ISO 3166-1). The server looks it up in a database of its own and asks no other server. Null if it is unknown.',
  })
  country(@Root() { ipAddress }: AuditEventObject, @Ctx() { countryOf }: GraphqlContext): string | null {
    return countryOf(ipAddress ?? undefined) ?? null;
  }

  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description:
      'The user whom the event concerns, as the user is now. Null if the user was deleted, or with a FORBIDDEN error if the caller cannot read users.',
  })
  user(@Root() { userId }: AuditEventObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, userId);
  }

  @Permission('clients:read')
  @FieldResolver(() => ClientObject, {
    nullable: true,
    description:
      'The client that the event concerns, as it is now. Null if the client was deleted, or with a FORBIDDEN error if the caller cannot read clients.',
  })
  client(@Root() { clientId }: AuditEventObject, @Ctx() context: GraphqlContext): Promise<ClientObject | null> {
    return findClient(context, clientId);
  }

  @Permission('sessions:read')
  @FieldResolver(() => SessionObject, {
    nullable: true,
    description:
      'The session that the event concerns. Null if the session has ended, or with a FORBIDDEN error if the caller cannot read sessions.',
  })
  async session(
    @Root() { sessionId }: AuditEventObject,
    @Ctx() context: GraphqlContext,
  ): Promise<SessionObject | null> {
    const session = sessionId === null ? undefined : await activeSession(context, sessionId);
    return session === undefined ? null : sessionObject(session);
  }
}
