import type { ActiveSession } from '../../../access/sessions/session.js';
import { createOwnApiKey, deleteOwnApiKey } from '../../../account/own-api-keys.js';
import { revokeApplication } from '../../../account/own-applications.js';
import { cancelDeletion, requestDeletion } from '../../../account/own-deletion.js';
import { exportOwnAccount } from '../../../account/own-export.js';
import { confirmNews } from '../../../account/own-news.js';
import { removeOwnPasskey, renameOwnPasskey } from '../../../account/own-passkeys.js';
import { updateOwnProfile } from '../../../account/own-profile.js';
import { endAllSessions, endOtherSessions, endOwnSession } from '../../../account/own-sessions.js';
import { requestVerification } from '../../../account/verify-email.js';
import type { Caller, Deps } from '../../../model/deps.js';
import { OWN_PROFILE_FIELDS } from '../../../model/people/user.js';
import type { AccountDone, AccountProblem, AccountSection } from '../../../pages/account/account-outcome.js';
import type { ShownSecret } from '../../../pages/shown-once-page.js';
import { createRecoveryCodes } from '../../../webauthn/enrolment/recovery-codes.js';
import { confirmDevice, refuseDevice } from '../../../webauthn/second-device/confirm-device.js';
import { createDeviceLink } from '../../../webauthn/second-device/create-device-link.js';
import { DEVICE_LINK_PATH } from './device-link.js';
import { newestOf } from './sign-in-check.js';

/** A form that a signed-in user sent from the account page. */
export interface AccountForm {
  readonly active: ActiveSession;
  readonly form: URLSearchParams;
  readonly caller: Caller;
  /** SHA-256 of the cookie that identifies the browser. Absent if the browser sent no cookie. */
  readonly browserHash?: string | undefined;
}

/**
 * The result of an action: a message that the account page shows, a new secret that a separate page shows, another page,
 * a file, or the end of the session.
 */
export type ActionResult = AccountDone | ShownSecret | OtherPage | AccountFile | 'signedOut';

/** The path of a page that shows the result. */
interface OtherPage {
  readonly path: string;
}

/** A file for the user. The browser stays on the page that it shows. */
export interface AccountFile {
  readonly kind: 'file';
  readonly name: string;
  readonly content: object;
}

export interface AccountAction {
  readonly section: AccountSection;
  run(deps: Deps, form: AccountForm): Promise<ActionResult>;
  /**
   * Whether the browser stays on its page. If the user has to sign in again first, the account page opens afterwards, and
   * the user repeats the action there.
   */
  readonly isDownload?: true;
  /**
   * The problem that the account page shows if the action fails. The key is the code of the error, or the name of the
   * rejected field.
   */
  readonly problems?: Readonly<Record<string, AccountProblem>>;
}

/** The actions of the account page. The key is the value of the button with which the user sent the form. */
export const ACCOUNT_ACTIONS: ReadonlyMap<string, AccountAction> = new Map(
  Object.entries<AccountAction>({
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
        await confirmNews(deps, active, { browserHash, newest: newestOf(form) });
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
      run: async (deps, { active, form, caller }) => {
        const codes = await createRecoveryCodes(deps, active, caller);
        const createdAt = deps.clock.now().getTime();
        const isSetup = form.get('from') === 'setup';
        return { kind: 'recoveryCodes', codes, username: active.user.username, createdAt, isSetup };
      },
    },
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
    'send-verification': {
      section: 'profile',
      run: async (deps, { active, caller }) => {
        await requestVerification(deps, active, caller);
        return 'verificationSent';
      },
      problems: { RATE_LIMITED: 'tooManyMails' },
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
    'request-deletion': {
      section: 'data',
      run: async (deps, { active, caller }) => {
        await requestDeletion(deps, active, caller);
        return 'deletionRequested';
      },
      problems: { CONFLICT: 'lastOwner' },
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
  }),
);

function value(form: URLSearchParams, name: string): string {
  return form.get(name) ?? '';
}

/**
 * Reads the profile form. A field that the form does not contain keeps its value. An empty field becomes `null`, which
 * clears it.
 */
function profileInput(form: URLSearchParams): Parameters<typeof updateOwnProfile>[2] {
  return Object.fromEntries(
    OWN_PROFILE_FIELDS.filter((name) => form.has(name)).map((name) => [name, form.get(name)?.trim() || null]),
  );
}

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
