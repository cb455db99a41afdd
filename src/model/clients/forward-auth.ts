import type { Page, PageRequest, RecordStore } from '../record-store.js';

export const FORWARD_AUTH_ACTIONS = ['SIGN_IN', 'BYPASS'] as const;
export type ForwardAuthAction = (typeof FORWARD_AUTH_ACTIONS)[number];
export const USER_HEADERS = ['USERNAME', 'USER_ID'] as const;
export type UserHeader = (typeof USER_HEADERS)[number];

/** How a proxy protects an application with forward auth. The database stores these settings as JSON. */
export type ForwardAuthSettings = {
  /** The hosts that are protected, as browsers write them: in lower case, with a port if it is not the usual one. */
  readonly hosts: readonly string[];
  readonly rules: readonly ForwardAuthRule[];
  /** What the application receives in the header `Remote-User`. */
  readonly userHeader: UserHeader;
};

/** What is required for a path and everything below it. */
export type ForwardAuthRule = {
  readonly path: string;
  readonly action: ForwardAuthAction;
  /** The methods that the rule lets pass. An empty list means GET and HEAD. */
  readonly methods: readonly string[];
};

/**
 * A host that a client protects. The host is the id, so a host belongs to one client only. The record is valid while
 * the client has this generation and lists the host.
 */
export interface ProtectedHost {
  readonly id: string;
  readonly clientId: string;
  readonly clientGeneration: string;
}

export interface ProtectedHostStore extends RecordStore<ProtectedHost> {
  /** Returns a page of all protected hosts, in the order of their ids. */
  page(request: PageRequest): Promise<Page<ProtectedHost>>;
}
