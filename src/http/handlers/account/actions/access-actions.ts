import { createOwnApiKey, deleteOwnApiKey } from '../../../../account/own-api-keys.js';
import { revokeApplication } from '../../../../account/own-applications.js';
import { endAllSessions, endOtherSessions, endOwnSession } from '../../../../account/own-sessions.js';
import { type AccountActions, value } from './account-action.js';

/** The actions on what has access to the account: sessions, applications and API keys. */
export const ACCESS_ACTIONS: AccountActions = {
  'end-session': {
    section: 'sessions',
    run: async (deps, { active, form, caller }) => {
      await endOwnSession(deps, active, value(form, 'session'), caller);
      return 'sessionEnded';
    },
  },
  'end-other-sessions': {
    section: 'sessions',
    run: async (deps, { active, caller }) => {
      await endOtherSessions(deps, active, caller);
      return 'sessionsEnded';
    },
  },
  'end-all-sessions': {
    section: 'sessions',
    run: async (deps, { active, caller }) => {
      await endAllSessions(deps, active, caller);
      return 'signedOut';
    },
  },
  'revoke-application': {
    section: 'applications',
    run: async (deps, { active, form, caller }) => {
      await revokeApplication(deps, active, value(form, 'application'), caller);
      return 'applicationRevoked';
    },
  },
  'create-api-key': {
    section: 'api-keys',
    run: async (deps, { active, form, caller }) => {
      const { apiKey, key } = await createOwnApiKey(deps, active, apiKeyInput(form), caller);
      return { kind: 'apiKey', name: apiKey.name, key };
    },
    problems: { name: 'keyName', permissions: 'keyPermissions', CONFLICT: 'tooManyKeys' },
  },
  'delete-api-key': {
    section: 'api-keys',
    run: async (deps, { active, form, caller }) => {
      await deleteOwnApiKey(deps, active, value(form, 'key'), caller);
      return 'apiKeyDeleted';
    },
  },
};

const SECONDS_PER_DAY = 86_400;

/** Reads the form for a new API key. If the user leaves `days` empty, the key never expires. */
function apiKeyInput(form: URLSearchParams): Parameters<typeof createOwnApiKey>[2] {
  const days = form.get('days');
  return {
    name: value(form, 'name'),
    permissions: form.getAll('permission'),
    expiresIn: days === '' ? null : Number(days ?? Number.NaN) * SECONDS_PER_DAY,
  };
}
