import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import { type DropReason, reasonToDrop } from '../../oidc/protocol/scope.js';

/** Whether the client gets a scope that it requests, and why not. */
export interface ScopeDecision {
  readonly scope: string;
  readonly granted: boolean;
  readonly reason: DroppedScopeReason | undefined;
  readonly text: string;
}

export type DroppedScopeReason = DropReason | 'OTHER_RESOURCE' | 'NO_ROLE' | 'NO_CONSENT_WITHOUT_PAGE';

const TEXTS: Readonly<Record<DroppedScopeReason, string>> = {
  UNKNOWN: 'No scope has this name. Correct the name in the application, or create the scope with putScope.',
  NOT_ALLOWED: 'The client does not have this scope. Add it to the scopes of the client with updateClient.',
  NO_REFRESH_TOKENS:
    'The client does not have the grant type REFRESH_TOKEN. Add it to the grantTypes of the client with updateClient.',
  OTHER_RESOURCE: 'The scope belongs to another resource than those that the request names.',
  NO_ROLE: 'The scope requires a role that the user does not have. Assign a role that lists the scope with assignRole.',
  NO_CONSENT_WITHOUT_PAGE:
    'With prompt=none, the server cannot ask the user for consent, so it ignores offline_access until the user has consented.',
};

/** Explains which of the requested scopes a client gets. `granted` are the scopes that the decision left. */
export function explainScopes(
  client: Client,
  known: readonly Scope[],
  requested: readonly string[],
  granted: {
    readonly byTarget: readonly string[];
    /** Absent if no user is known. */
    readonly byRoles?: readonly string[];
    readonly byConsent: readonly string[];
  },
): ScopeDecision[] {
  const needsRole = (scope: string) =>
    granted.byRoles === undefined && known.some(({ id, requiresRole }) => id === scope && requiresRole === true);
  return requested.map((scope) => {
    const reason =
      reasonToDrop(client, known, scope) ??
      (granted.byTarget.includes(scope) ? undefined : 'OTHER_RESOURCE') ??
      (granted.byRoles?.includes(scope) === false ? 'NO_ROLE' : undefined) ??
      (granted.byConsent.includes(scope) ? undefined : 'NO_CONSENT_WITHOUT_PAGE');
    return {
      scope,
      granted: reason === undefined,
      reason,
      text: reason === undefined ? grantedText(needsRole(scope)) : TEXTS[reason],
    };
  });
}

function grantedText(needsRole: boolean): string {
  return needsRole
    ? 'The client gets this scope if the user has a role that lists it. Name a user to see whether this is so.'
    : 'The client gets this scope.';
}
