import 'reflect-metadata';
import { GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray, type PubSub } from 'type-graphql';
import { ApiKeyResolver } from './api-key-resolver.js';
import { AuditKeyResolver } from './audit-key-resolver.js';
import { AuditReferences } from './audit-references.js';
import { AuditEventPageResolver, AuditResolver } from './audit-resolver.js';
import { AuditStreamResolver } from './audit-stream-resolver.js';
import { BrandingResolver } from './branding-resolver.js';
import { HealthOfClient } from './client-health.js';
import { ClientReferences } from './client-references.js';
import { ClientResolver } from './client-resolver.js';
import { ConsentResolver, UserActivity } from './consent-resolver.js';
import { DailyResolver } from './daily-resolver.js';
import { EnrolmentResolver } from './enrolment-resolver.js';
import { errorCodes } from './error-codes.js';
import { ExplanationResolver } from './explanation-resolver.js';
import { GrantResolver } from './grant-resolver.js';
import { GroupReferences } from './group-references.js';
import { GroupResolver } from './group-resolver.js';
import { IntrospectionResolver } from './introspection-resolver.js';
import { InvitationResolver } from './invitation-resolver.js';
import { IssuerResolver } from './issuer-resolver.js';
import { ClientsOfSession, GroupOfAccessRule, GroupsOfInvitation, UserOfMail } from './listed-references.js';
import { MailResolver } from './mail-resolver.js';
import { MakerReferences, OwnerOfApiKey } from './maker-references.js';
import { guardSchema } from './permission-guard.js';
import { PermissionResolver } from './permission-resolver.js';
import {
  RoleAssignmentReferences,
  RoleReferences,
  RolesOfClient,
  RolesOfGroup,
  RolesOfScope,
  RolesOfUser,
} from './role-references.js';
import { RoleResolver } from './role-resolver.js';
import { ScopeResolver } from './scope-resolver.js';
import { ServerResolver } from './server-resolver.js';
import { ServerSettingsResolver } from './server-settings-resolver.js';
import { PlaceOfSession } from './session-place.js';
import { SessionResolver } from './session-resolver.js';
import { TemplateResolver } from './template-resolver.js';
import { UserReferences } from './user-references.js';
import { UserResolver } from './user-resolver.js';
import { ViewerResolver } from './viewer-resolver.js';
import { WebhookResolver } from './webhook-resolver.js';

const resolvers: NonEmptyArray<new () => object> = [
  ApiKeyResolver,
  AuditKeyResolver,
  AuditResolver,
  AuditEventPageResolver,
  AuditReferences,
  AuditStreamResolver,
  ClientReferences,
  BrandingResolver,
  ClientResolver,
  ClientsOfSession,
  ConsentResolver,
  DailyResolver,
  EnrolmentResolver,
  ExplanationResolver,
  GrantResolver,
  GroupReferences,
  GroupResolver,
  GroupOfAccessRule,
  GroupsOfInvitation,
  HealthOfClient,
  IntrospectionResolver,
  InvitationResolver,
  IssuerResolver,
  MailResolver,
  MakerReferences,
  OwnerOfApiKey,
  PermissionResolver,
  PlaceOfSession,
  RoleAssignmentReferences,
  RoleReferences,
  RoleResolver,
  RolesOfClient,
  RolesOfGroup,
  RolesOfScope,
  RolesOfUser,
  ScopeResolver,
  ServerResolver,
  ServerSettingsResolver,
  SessionResolver,
  TemplateResolver,
  UserActivity,
  UserOfMail,
  UserReferences,
  UserResolver,
  ViewerResolver,
  WebhookResolver,
];

let schema: GraphQLSchema | undefined;

/** Returns the schema. The first call builds it from the resolvers and adds the permission checks to every field. */
export function makeSchema(): GraphQLSchema {
  schema ??= buildSchema();
  return schema;
}

/** Subscriptions read the store, so that they also have the events of other processes. Nothing is published in memory. */
const pubSub: PubSub = {
  publish: notPublished,
  subscribe: notPublished,
};

function notPublished(): never {
  throw new Error('This server publishes nothing in memory. This is a bug.');
}

function buildSchema(): GraphQLSchema {
  const { types, ...config } = buildSchemaSync({ resolvers, pubSub, validate: false }).toConfig();
  return guardSchema(new GraphQLSchema({ ...config, types: [...types, errorCodes] }));
}

/**
 * Returns the text of `schema.graphql`. The types are sorted by name, so that reordering the resolvers does not change
 * the file.
 */
export function printSchemaText(): string {
  return `${printSchema(lexicographicSortSchema(makeSchema()))}\n`;
}
