import { cancelDeletion, requestDeletion } from '../../../../account/own-deletion.js';
import { exportOwnAccount } from '../../../../account/own-export.js';
import { updateOwnProfile } from '../../../../account/own-profile.js';
import { requestVerification } from '../../../../account/verify-email.js';
import { OWN_PROFILE_FIELDS } from '../../../../model/people/user.js';
import { type AccountActions, value } from './account-action.js';

/** The actions on what the server stores about the user: profile, language, export and deletion. */
export const PROFILE_ACTIONS: AccountActions = {
  'change-profile': {
    section: 'profile',
    run: async (deps, { active, form, caller }) => {
      await updateOwnProfile(deps, active, profileInput(form), caller);
      return 'profileSaved';
    },
    problems: {
      name: 'name',
      givenName: 'name',
      familyName: 'name',
      picture: 'picture',
      email: 'email',
      phoneNumber: 'phone',
      locale: 'locale',
      zoneinfo: 'zoneinfo',
    },
  },
  'change-language': {
    section: 'language',
    run: async (deps, { active, form, caller }) => {
      await updateOwnProfile(deps, active, { locale: value(form, 'locale') || null }, caller);
      return 'languageChanged';
    },
    problems: { locale: 'locale' },
  },
  'remove-picture': {
    section: 'profile',
    run: async (deps, { active, caller }) => {
      await updateOwnProfile(deps, active, { picture: null }, caller);
      return 'pictureRemoved';
    },
  },
  'send-verification': {
    section: 'profile',
    run: async (deps, { active, caller }) => {
      await requestVerification(deps, active, caller);
      return 'verificationSent';
    },
    problems: { RATE_LIMITED: 'tooManyMails' },
  },
  'request-deletion': {
    section: 'data',
    run: async (deps, { active, caller }) => {
      await requestDeletion(deps, active, caller);
      return 'deletionRequested';
    },
    problems: { CONFLICT: 'lastOwner', FORBIDDEN: 'deletionOff' },
  },
  'cancel-deletion': {
    section: 'data',
    run: async (deps, { active, caller }) => {
      await cancelDeletion(deps, active, caller);
      return 'deletionCancelled';
    },
  },
  'export-account': {
    section: 'data',
    run: async (deps, { active, caller }) => {
      const content = await exportOwnAccount(deps, active, caller);
      return { kind: 'file', name: 'account.json', content };
    },
    isDownload: true,
  },
};

/**
 * Reads the profile form. A field that the form does not contain keeps its value. An empty field becomes `null`, which
 * clears it.
 */
function profileInput(form: URLSearchParams): Parameters<typeof updateOwnProfile>[2] {
  return Object.fromEntries(
    OWN_PROFILE_FIELDS.filter((name) => form.has(name)).map((name) => [name, form.get(name)?.trim() || null]),
  );
}
