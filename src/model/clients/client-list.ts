import type { AccessPolicy, GrantType, Integration } from './client.js';

export const NAME_ORDERS = ['NEWEST_FIRST', 'NAME'] as const;
/** The order of a list of clients or groups. */
export type NameOrder = (typeof NAME_ORDERS)[number];

/** Which clients a list contains, and how it is sorted. A search that finds many is in the order of its words by default. */
export interface ClientList {
  readonly search?: string | undefined;
  readonly filter?: ClientFilter | undefined;
  readonly order?: NameOrder | undefined;
}

/** Conditions that must all hold. */
export interface ClientFilter {
  readonly issuerId?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly integration?: Integration | undefined;
  readonly grantType?: GrantType | undefined;
  readonly accessPolicy?: AccessPolicy | undefined;
}
