import type { Page, PageRequest, VersionedStore } from '../record-store.js';
import type { Client } from './client.js';
import type { ClientList } from './client-list.js';

export interface ClientStore extends VersionedStore<Client> {
  /** Stores when the client was last used. Changes nothing if the client was deleted since. */
  touch(client: Pick<Client, 'id' | 'generation'>, lastUsedAt: Date): Promise<void>;
  findMany(ids: readonly string[]): Promise<Client[]>;
  /** Returns a page of clients. A search looks in id and name. */
  page(request: PageRequest, list?: ClientList): Promise<Page<Client>>;
  /** Returns the ids of the enabled clients that every user may sign in to, in order and after the id `after`. */
  idsForAllUsers(request: { readonly first: number; readonly after?: string | undefined }): Promise<string[]>;
  /** Returns the clients with a secret that expires after `now`. Those whose last such secret expires first come first. */
  expiringSecrets(now: Date, limit: number): Promise<Client[]>;
  pageOfIssuer(issuerId: string, request: PageRequest): Promise<Page<Client>>;
  /** Counts clients. With a search or filter, at most 1000. */
  count(list?: ClientList): Promise<number>;
  countOfIssuer(issuerId: string): Promise<number>;
}
