import type { Client } from '../../model/clients/client.js';
import { OAuthError } from '../../model/errors.js';
import type { NextStep } from './next-step.js';

/** Returns the error for a request with `prompt=none` that would need a page (OpenID Connect Core §3.1.2.6). */
export function silentError(
  step: Exclude<NextStep, { kind: 'issue' }>,
  { isBuiltIn }: Pick<Client, 'isBuiltIn'>,
): OAuthError {
  switch (step.kind) {
    case 'signIn':
      return new OAuthError('login_required', 'The user is not signed in. Send the request again without prompt=none.');
    case 'signInAgain':
      return step.unmet;
    case 'denied':
      return new OAuthError(
        'access_denied',
        isBuiltIn === true
          ? 'The user has no administration role. Ask an owner of the server to give the user one.'
          : 'The user has no access to this client. Ask an administrator to grant the user a permission.',
      );
    case 'consent':
      return new OAuthError(
        'consent_required',
        'The user has not consented. Send the request again without prompt=none.',
      );
  }
}

export function accessDenied(): OAuthError {
  return new OAuthError('access_denied', 'The user denied the request, or has no access to this client.');
}

export function grantsRevoked(): OAuthError {
  return new OAuthError(
    'access_denied',
    "The client's grants were revoked while the user signed in. Start the sign-in again.",
  );
}
