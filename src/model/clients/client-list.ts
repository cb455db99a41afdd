import type { AccessPolicy, GrantType, Integration } from './client.js';

/** The order of a list of groups. */
export type NameOrder = 'NEWEST_FIRST' | 'NAME';
export type ClientOrder = NameOrder | 'LAST_USED';

/** Which clients a list contains, and how it is sorted. A search that finds many is in the order of its words by default. */
export interface ClientList {
  readonly search?: string | undefined;
  readonly filter?: ClientFilter | undefined;
  readonly order?: ClientOrder | undefined;
}

/** Conditions that must all hold. */
export interface ClientFilter {
  readonly issuerId?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly integration?: Integration | undefined;
  readonly grantType?: GrantType | undefined;
  readonly accessPolicy?: AccessPolicy | undefined;
}
