import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';
import { Extensions } from 'type-graphql';
import { hasPermission } from '../access/administration/admin-permissions.js';
import type { AdminCaller } from '../admin/admin-caller.js';
import { checkPermission } from '../admin/authorization.js';
import { depsForInput, findStaleSignIn } from '../admin/fresh-sign-in.js';
import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import type { AdminPermission } from '../model/server/administration.js';
import { hasPassed } from '../model/time.js';
import { freshSignInOf, needsFreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';

/**
 * The permission that a field requires. `any caller` means that every caller may read the field. This value is used on
 * types that only contain other types, such as edges, pages and payloads.
 */
export type FieldPermission = AdminPermission | 'any caller';

/** A permission, or a list of permissions of which the caller needs one. */
export type Requirement = FieldPermission | readonly AdminPermission[];

/**
 * Declares the permission that a field requires. On a type, the declaration applies to all fields that have none of
 * their own. A field without a declaration cannot be read by any caller. A field with several permissions requires all
 * of them. Of the permissions in a list, the caller needs one; the function behind the field then checks which.
 */
export function Permission(permission: Requirement, ...further: readonly AdminPermission[]) {
  return Extensions({ permission, further });
}

interface WithExtensions {
  readonly extensions: Readonly<Record<string, unknown>>;
}

export function permissionOf(type: WithExtensions, field: WithExtensions): Requirement | undefined {
  return (field.extensions.permission ?? type.extensions.permission) as Requirement | undefined;
}

/** Returns everything that a field requires. The list is empty if the field declares nothing. */
export function permissionsOf(type: WithExtensions, field: WithExtensions): readonly Requirement[] {
  const permission = permissionOf(type, field);
  const { further = [] } = field.extensions as { readonly further?: readonly AdminPermission[] };
  return permission === undefined ? [] : [permission, ...further];
}

/**
 * Makes every field of the schema check, before it is resolved, that the caller has the permission and, if it needs
 * one, a fresh sign-in, and that the deadline has not passed.
 */
export function guardSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields()))
      guardField(field, permissionsOf(type, field), freshSignInOf(field));
  }
  return schema;
}

type GuardContext = Partial<Pick<GraphqlContext, 'caller' | 'deadline' | 'deps' | 'gone'>>;

function guardField(
  field: GraphQLField<unknown, GuardContext>,
  permissions: readonly Requirement[],
  freshSignIn: readonly string[] | undefined,
): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (source, args, context, info) => {
    const caller = checkCaller(context.caller, permissions);
    checkPresence(context);
    const stale = needsFreshSignIn(freshSignIn, args) ? findStaleSignIn(depsOf(context), caller) : undefined;
    if (stale !== undefined)
      return refuseAfterInput(stale, async () =>
        resolve(source, args, { caller, deps: depsForInput(depsOf(context), stale) }, info),
      );
    if (info.operation?.operation !== 'mutation') {
      checkTime(context);
      checkTexts(args);
    }
    return resolve(source, args, context, info);
  };
  guardSubscription(field, permissions);
}

/** A subscription is checked before its stream begins, and like other fields for each event. */
function guardSubscription(field: GraphQLField<unknown, GuardContext>, permissions: readonly Requirement[]): void {
  const { subscribe } = field;
  if (subscribe === undefined) return;
  field.subscribe = (source, args, context, info) => {
    checkCaller(context.caller, permissions);
    checkTexts(args);
    return subscribe(source, args, context, info);
  };
}

function depsOf({ deps }: GuardContext): Deps {
  if (deps === undefined) throw new Error('The context of the request has no clock. This is a bug.');
  return deps;
}

/**
 * Throws the error of the input if it is wrong, so that the user does not sign in again for nothing. Otherwise throws
 * `stale`. `check` begins the change without what is stored, so it ends at the latest where it would read or write.
 */
async function refuseAfterInput(stale: AdminError, check: () => Promise<unknown>): Promise<never> {
  try {
    await check();
  } catch (error) {
    if (error instanceof AdminError) throw error;
  }
  throw stale;
}

function checkCaller(caller: AdminCaller | undefined, permissions: readonly Requirement[]): AdminCaller {
  if (caller === undefined) throw unauthenticated();
  if (permissions.length === 0)
    throw new AdminError(
      'FORBIDDEN',
      'The server declares no permission for this field, so no caller can use it. Please report this bug.',
    );
  for (const requirement of permissions) {
    if (requirement === 'any caller') continue;
    const [first, ...others] = [requirement].flat();
    const needed = others.find((other) => hasPermission(caller.permissions, other)) ?? first;
    if (needed !== undefined) checkPermission(caller, needed);
  }
  return caller;
}

/** Throws if the client is gone, so that the server does no more for it. A change that has begun is completed. */
function checkPresence({ gone }: GuardContext): void {
  if (gone?.aborted === true) throw new AdminError('RATE_LIMITED', 'The client has closed the connection.');
}

/**
 * Throws if the deadline of a query has passed. Mutations have no deadline, because their responses may contain a
 * secret that is shown only once.
 */
function checkTime({ deadline, deps }: GuardContext): void {
  if (deadline === undefined || deps === undefined || !hasPassed(deadline, deps.clock.now())) return;
  throw new AdminError('RATE_LIMITED', 'The query takes too long. Request smaller pages, or leave out `totalCount`.');
}

/** The maximum number of characters in an argument of a query, such as an id, a search text or a cursor. */
const MAX_TEXT_LENGTH = 1024;

/**
 * Throws if an argument of a query is too long, because the database would compare it with many records. The arguments
 * `input` and `url` are excluded: they can contain a token or request object, which may be longer, and are not searched.
 */
function checkTexts(args: Readonly<Record<string, unknown>>): void {
  const { input: _input, url: _url, filter, ...others } = args;
  for (const [name, value] of Object.entries({ ...others, ...(filter ?? {}) })) {
    for (const text of [value].flat()) {
      if (typeof text === 'string' && text.length > MAX_TEXT_LENGTH) {
        throw new AdminError(
          'INVALID_INPUT',
          `The \`${name}\` argument is too long. Send at most ${MAX_TEXT_LENGTH} characters.`,
          name,
        );
      }
    }
  }
}

export function unauthenticated(): AdminError {
  return new AdminError(
    'UNAUTHENTICATED',
    'The request has no credentials. Send an API key or an access token for this API as a bearer token: Authorization: Bearer KEY.',
  );
}
