import type { ActiveSession } from '../../../access/sessions/session.js';
import { createOwnApiKey, deleteOwnApiKey } from '../../../account/own-api-keys.js';
import { revokeApplication } from '../../../account/own-applications.js';
import { removeOwnPasskey, renameOwnPasskey } from '../../../account/own-passkeys.js';
import { updateOwnProfile } from '../../../account/own-profile.js';
import { endOtherSessions, endOwnSession } from '../../../account/own-sessions.js';
import type { Caller, Deps } from '../../../model/deps.js';
import { OWN_PROFILE_FIELDS } from '../../../model/people/user.js';
import type { Frame } from '../../../pages/layout/frame.js';
import { apiKeyPage, recoveryCodesPage } from '../../../pages/shown-once-page.js';
import type { AccountDone, AccountProblem, AccountSection } from '../../../pages/texts/account-texts.js';
import { createRecoveryCodes } from '../../../webauthn/enrolment/recovery-codes.js';

/** A form of the account page, with whoever sent it. */
export interface AccountForm {
  readonly active: ActiveSession;
  readonly form: URLSearchParams;
  readonly caller: Caller;
}

/** What a form comes to: the account page with a sentence, or a page that is shown once. */
export type ActionResult = AccountDone | ((frame: Frame) => string);

/** What a button of the account page does. */
export interface AccountAction {
  readonly section: AccountSection;
  run(deps: Deps, form: AccountForm): Promise<ActionResult>;
  /** What is said of an input that was refused, by its field, and of a conflict. */
  readonly problems?: Readonly<Record<string, AccountProblem>>;
}

function field({ form }: AccountForm, name: string): string {
  return form.get(name) ?? '';
}

const SECONDS_OF_DAY = 86_400;

export const ACCOUNT_ACTIONS: ReadonlyMap<string, AccountAction> = new Map(
  Object.entries<AccountAction>({
    'rename-passkey': {
      section: 'passkeys',
      run: async (deps, sent) => {
        const passkey = { id: field(sent, 'passkey'), name: field(sent, 'name') };
        await renameOwnPasskey(deps, sent.active, passkey, sent.caller);
        return 'passkeyRenamed';
      },
    },
    'remove-passkey': {
      section: 'passkeys',
      run: async (deps, sent) => {
        await removeOwnPasskey(deps, sent.active, field(sent, 'passkey'), sent.caller);
        return 'passkeyRemoved';
      },
      problems: { last_passkey: 'lastPasskey', CONFLICT: 'lastOwner' },
    },
    'create-recovery-codes': {
      section: 'recovery',
      run: async (deps, { active, caller }) => {
        const codes = await createRecoveryCodes(deps, active, caller);
        return (frame) => recoveryCodesPage(frame, codes);
      },
    },
    'end-session': {
      section: 'sessions',
      run: async (deps, sent) => {
        await endOwnSession(deps, sent.active, field(sent, 'session'), sent.caller);
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
    'revoke-application': {
      section: 'applications',
      run: async (deps, sent) => {
        await revokeApplication(deps, sent.active, field(sent, 'application'), sent.caller);
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
    'create-api-key': {
      section: 'api-keys',
      run: async (deps, { active, form, caller }) => {
        const days = form.get('days');
        const { apiKey, key } = await createOwnApiKey(
          deps,
          active,
          {
            name: form.get('name') ?? '',
            permissions: form.getAll('permission'),
            expiresIn: days === '' ? null : Number(days ?? Number.NaN) * SECONDS_OF_DAY,
          },
          caller,
        );
        return (frame) => apiKeyPage(frame, { name: apiKey.name, key });
      },
      problems: { name: 'keyName', permissions: 'keyPermissions', CONFLICT: 'tooManyKeys' },
    },
    'delete-api-key': {
      section: 'api-keys',
      run: async (deps, sent) => {
        await deleteOwnApiKey(deps, sent.active, field(sent, 'key'), sent.caller);
        return 'apiKeyDeleted';
      },
    },
  }),
);

/** A field that was not sent stays as it is, an empty one is cleared. */
function profileInput(form: URLSearchParams): Parameters<typeof updateOwnProfile>[2] {
  return Object.fromEntries(
    OWN_PROFILE_FIELDS.filter((name) => form.has(name)).map((name) => [name, form.get(name)?.trim() || null]),
  );
}
