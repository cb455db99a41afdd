import type { Deps } from '../model/deps.js';
import type { UserFilter, UserList, UserOrder } from '../model/people/user-list.js';
import type { AdminCaller } from './admin-caller.js';
import { checkPermission } from './authorization.js';
import { invalidArgument } from './input-parser.js';

/** Input in which a value that is `null` has no effect, as if it were absent. */
type Nullable<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

interface ListInput<F, O> {
  readonly search?: string | null | undefined;
  readonly filter?: Nullable<F> | null | undefined;
  readonly order?: O | null | undefined;
}

const MAX_WORDS = 8;

/** Checks the number of words of a text that is searched for. @throws AdminError `INVALID_INPUT` */
export function checkWords(argument: string, text: string): void {
  if (text.trim().split(/[\s\p{C}]+/u).length > MAX_WORDS)
    throw invalidArgument(argument, `The \`${argument}\` argument must have at most ${MAX_WORDS} words.`);
}

/** Checks which records a list should contain. @throws AdminError `INVALID_INPUT` if the search has too many words */
export function parseList<F extends object, O>({ search, filter, order }: ListInput<F, O>) {
  if (search != null) checkWords('search', search);
  const conditions = Object.entries(filter ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return {
    search: search ?? undefined,
    filter: Object.fromEntries(conditions) as { readonly [K in keyof F]?: F[K] },
    order: order ?? undefined,
  };
}

interface UserFilterInput extends Omit<UserFilter, 'groupGeneration'> {
  readonly groupId?: string | undefined;
}

/**
 * Checks which users a list should contain, and finds the group whose members it lists. A group that does not exist has
 * no members.
 *
 * @throws AdminError `INVALID_INPUT`, or `FORBIDDEN` if the caller may not know who belongs to a group
 */
export async function resolveUserList(
  { store }: Pick<Deps, 'store'>,
  caller: AdminCaller,
  input: ListInput<UserFilterInput, UserOrder>,
): Promise<UserList> {
  const { filter, ...list } = parseList(input);
  const { groupId, ...conditions } = filter;
  if (conditions.lastSignInBefore !== undefined && (list.order ?? 'LAST_SIGN_IN') !== 'LAST_SIGN_IN') {
    const message = 'With `lastSignInBefore`, users are in the order LAST_SIGN_IN. Omit the `order` argument.';
    throw invalidArgument('order', message);
  }
  if (groupId === undefined) return { ...list, filter: conditions };
  checkPermission(caller, 'groups:read');
  const group = await store.groups.find(groupId);
  return { ...list, filter: { ...conditions, groupGeneration: group?.generation ?? '' } };
}
