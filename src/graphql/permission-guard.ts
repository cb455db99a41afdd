import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';
import { Extensions } from 'type-graphql';
import type { AdminCaller } from '../admin/admin-caller.js';
import { checkPermission } from '../admin/authorization.js';
import { AdminError } from '../model/errors.js';
import type { AdminPermission } from '../model/server/administration.js';
import { hasPassed } from '../model/time.js';
import type { GraphqlContext } from './graphql-context.js';

/** `any caller` is for types without data of their own, such as edges, pages and payloads. */
export type FieldPermission = AdminPermission | 'any caller';

/**
 * Declares the permission that a field requires, or that all fields of a type require if they declare none. A field
 * without a permission is denied to every caller.
 */
export function Permission(permission: FieldPermission) {
  return Extensions({ permission });
}

interface WithExtensions {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** The permission of a field; `undefined` if none is declared. */
export function permissionOf(type: WithExtensions, field: WithExtensions): FieldPermission | undefined {
  return (field.extensions.permission ?? type.extensions.permission) as FieldPermission | undefined;
}

/** Adds the checks to every field of every type: the caller, its permission, and the time limit. */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) guardField(field, permissionOf(type, field));
  }
  return schema;
}

type GuardContext = Partial<Pick<GraphqlContext, 'caller' | 'deadline' | 'deps'>>;

function guardField(field: GraphQLField<unknown, GuardContext>, permission: FieldPermission | undefined): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    checkCaller(context.caller, permission);
    if (info.operation?.operation === 'query') checkTime(context);
    return resolve(source, args, context, info);
  };
}

function checkCaller(caller: AdminCaller | undefined, permission: FieldPermission | undefined): void {
  if (caller === undefined) throw unauthenticated();
  if (permission === undefined)
    throw new AdminError('FORBIDDEN', 'This field has no permission and cannot be used. Report this as a defect.');
  if (permission !== 'any caller') checkPermission(caller, permission);
}

/**
 * No field of a query is resolved after the deadline. Mutations continue, because their answers may contain a secret
 * that is only shown once.
 */
function checkTime({ deadline, deps }: GuardContext): void {
  if (deadline === undefined || deps === undefined || !hasPassed(deadline, deps.clock.now())) return;
  throw new AdminError('RATE_LIMITED', 'The query takes too long. Request smaller pages and fewer totals.');
}

export function unauthenticated(): AdminError {
  return new AdminError(
    'UNAUTHENTICATED',
    'The request has no credentials. Send an API key, or an access token for this API, as a bearer token: Authorization: Bearer KEY.',
  );
}
