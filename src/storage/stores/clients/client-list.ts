import { type Client, GRANT_TYPES, INTEGRATIONS } from '../../../model/clients/client.js';
import type { ClientFilter, ClientList, ClientOrder, NameOrder } from '../../../model/clients/client-list.js';
import { searchKey } from '../../conditions.js';
import { sortedList } from '../../entities/clients/clients.js';
import { conditionOn, type ListCondition, type ListQuery } from '../../lists/list-query.js';
import type { SortField } from '../../lists/order-path.js';

/** Translates a list of clients into conditions and an order that have an index. */
export function clientQuery({ search, filter = {}, order }: ClientList): ListQuery<Client> {
  return { search, conditions: conditionsOf(filter), sort: sortOf(order), isSorted: order !== undefined };
}

const BY_USE: SortField<Client> = {
  name: 'use',
  field: 'lastUsedAt',
  direction: 'desc',
  isOptional: true,
  readValue: (client) => client.lastUsedAt,
  toValue: (text) => new Date(text),
  least: new Date(0),
};

function sortOf(order: ClientOrder | undefined): SortField<Client> | undefined {
  return order === 'LAST_USED' ? BY_USE : sortByName(order);
}

/** The order by name, of clients or groups. */
export function sortByName<T extends { readonly name: string }>(
  order: NameOrder | undefined,
): SortField<T> | undefined {
  if (order !== 'NAME') return undefined;
  const readValue = ({ name }: T) => searchKey(name);
  return {
    name: 'name',
    field: 'nameKey',
    source: 'name',
    direction: 'asc',
    readValue,
    toValue: (text) => text,
    least: '',
  };
}

function conditionsOf(filter: ClientFilter): ListCondition<Client>[] {
  const { integration, grantType } = filter;
  return [
    ...conditionOn(filter.issuerId, 'issuerId', (client: Client) => client.issuerId),
    ...listing(integration, INTEGRATIONS, 'integrationsKey', (client: Client) => client.integrations),
    ...listing(grantType, GRANT_TYPES, 'grantTypesKey', (client: Client) => client.grant_types),
    ...conditionOn(filter.accessPolicy, 'accessPolicy', (client: Client) => client.accessPolicy),
    ...conditionOn(filter.enabled, 'enabled', (client: Client) => client.enabled),
  ];
}

/** The condition that a list of a client contains the value: that it is one of the lists with this value. */
function listing<V extends string>(
  value: V | undefined,
  all: readonly V[],
  field: string,
  valuesOf: (client: Client) => readonly V[],
): ListCondition<Client>[] {
  if (value === undefined) return [];
  const lists: V[][] = [[value]];
  for (const other of all) if (other !== value) lists.push(...lists.map((list) => [...list, other]));
  const alternatives = lists.map((list) => ({ [field]: sortedList(String(list)) }));
  return [{ alternatives, matches: (client: Client) => valuesOf(client).includes(value) }];
}
