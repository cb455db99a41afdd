import { authenticationRequired } from '../../../../access/sessions/recent-authentication.js';
import { confirmNews } from '../../../../account/own-news.js';
import { removeOwnPasskey, renameOwnPasskey } from '../../../../account/own-passkeys.js';
import { createRecoveryCodes } from '../../../../webauthn/enrolment/recovery-codes.js';
import { confirmDevice, refuseDevice } from '../../../../webauthn/second-device/confirm-device.js';
import { createDeviceLink } from '../../../../webauthn/second-device/create-device-link.js';
import { DEVICE_LINK_PATH } from '../device-link.js';
import { newestOf } from '../sign-in-check.js';
import { type AccountActions, value } from './account-action.js';

/** The actions on what the user signs in with: passkeys, other devices and recovery codes. */
export const PASSKEY_ACTIONS: AccountActions = {
  'rename-passkey': {
    section: 'passkeys',
    run: async (deps, { active, form, caller }) => {
      await renameOwnPasskey(deps, active, { id: value(form, 'passkey'), name: value(form, 'name') }, caller);
      return 'passkeyRenamed';
    },
  },
  'remove-passkey': {
    section: 'passkeys',
    run: async (deps, { active, form, caller }) => {
      await removeOwnPasskey(deps, active, value(form, 'passkey'), caller);
      return 'passkeyRemoved';
    },
    problems: { last_passkey: 'lastPasskey', passkey_in_use: 'passkeyInUse' },
  },
  'confirm-news': {
    section: 'passkeys',
    run: async (deps, { active, form, browserHash }) => {
      const { needsSignIn } = await confirmNews(deps, active, { browserHash, newest: newestOf(form) });
      if (needsSignIn) throw authenticationRequired('Please sign in again to confirm the new passkey.');
      return { path: '/account' };
    },
  },
  'add-device': {
    section: 'passkeys',
    run: async (deps, { active, caller }) => {
      await createDeviceLink(deps, active, caller);
      return { path: DEVICE_LINK_PATH };
    },
    problems: { too_many_passkeys: 'tooManyPasskeys' },
  },
  'confirm-device': {
    section: 'passkeys',
    run: async (deps, { active, form, caller, browserHash }) => {
      const outcome = await confirmDevice(deps, active, value(form, 'number'), { ...caller, browserHash });
      return outcome === 'CONFIRMED' ? 'deviceAdded' : { path: DEVICE_LINK_PATH };
    },
    problems: { not_found: 'deviceLinkGone', too_many_passkeys: 'tooManyPasskeys' },
  },
  'refuse-device': {
    section: 'passkeys',
    run: async (deps, { active, caller }) => {
      await refuseDevice(deps, active, caller);
      return { path: DEVICE_LINK_PATH };
    },
    problems: { not_found: 'deviceLinkGone' },
  },
  'create-recovery-codes': {
    section: 'recovery',
    run: async (deps, { active, caller }) => {
      const codes = await createRecoveryCodes(deps, active, caller);
      const createdAt = deps.clock.now().getTime();
      return { kind: 'recoveryCodes', codes, username: active.user.username, createdAt };
    },
  },
};
