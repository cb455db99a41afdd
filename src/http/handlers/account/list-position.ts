import { MAX_KEY_LENGTH } from '../../../model/key-length.js';
import { ACCOUNT_LISTS, type AccountList, type ListPlace } from '../../../pages/account/account-outcome.js';

/** Which page of one of the lists to show. All other lists show their first page. */
export interface ListPosition {
  readonly list: AccountList;
  readonly after: string;
}

/** Reads from the URL which page of a list to show. */
export function positionOf(query: URLSearchParams): ListPosition | undefined {
  const list = ACCOUNT_LISTS.find((known) => known === query.get('list'));
  const after = query.get('after');
  return list === undefined || after === null || after.length > MAX_KEY_LENGTH ? undefined : { list, after };
}

export function afterIn(list: AccountList, position: ListPosition | undefined): string | undefined {
  return position?.list === list ? position.after : undefined;
}

export function placeOf(after: string | undefined, next: string | undefined): ListPlace {
  return { next, isLater: after !== undefined };
}
