import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';
import { Extensions } from 'type-graphql';
import type { AdminCaller } from '../admin/admin-caller.js';
import { requirePermission } from '../admin/authorization.js';
import { AdminError } from '../model/errors.js';
import type { AdminPermission } from '../model/server/administration.js';
import { hasPassed } from '../model/time.js';
import type { GraphqlContext } from './graphql-context.js';

/** `any caller`: for what tells nothing by itself, such as edges, pages and payloads. */
export type FieldPermission = AdminPermission | 'any caller';

/**
 * Names the permission that a field takes, or all fields of a type that name none of their own. A field that has none
 * either way is denied to everybody.
 */
export function Permission(permission: FieldPermission) {
  return Extensions({ permission });
}

interface WithExtensions {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What a field of the schema takes; `undefined` where nobody said. */
export function permissionOf(type: WithExtensions, field: WithExtensions): FieldPermission | undefined {
  return (field.extensions.permission ?? type.extensions.permission) as FieldPermission | undefined;
}

/** Puts the checks before every field of every type: who calls, whether they may, and whether there is time left. */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) guardField(field, permissionOf(type, field));
  }
  return schema;
}

type Asked = Partial<Pick<GraphqlContext, 'caller' | 'deadline' | 'deps'>>;

function guardField(field: GraphQLField<unknown, Asked>, permission: FieldPermission | undefined): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    requireCaller(context.caller, permission);
    if (info.operation?.operation === 'query') requireTime(context);
    return resolve(source, args, context, info);
  };
}

function requireCaller(caller: AdminCaller | undefined, permission: FieldPermission | undefined): void {
  if (caller === undefined) throw unauthenticated();
  if (permission === undefined) throw new AdminError('FORBIDDEN', 'Nobody may have this.');
  if (permission !== 'any caller') requirePermission(caller, permission);
}

/** What a query asks for behind the deadline is not begun. Changes go on: what they made is told but once. */
function requireTime({ deadline, deps }: Asked): void {
  if (deadline === undefined || deps === undefined || !hasPassed(deadline, deps.clock.now())) return;
  throw new AdminError('RATE_LIMITED', 'The query takes too long. Ask for smaller pages, and for fewer totals.');
}

export function unauthenticated(): AdminError {
  return new AdminError(
    'UNAUTHENTICATED',
    'Send an API key, or an access token for this API, as a bearer token: Authorization: Bearer KEY.',
  );
}
