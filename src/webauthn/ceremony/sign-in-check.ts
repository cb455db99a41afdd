import type { OpenInteraction } from '../../access/interaction/interaction.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { canConfirm, newsFor } from '../../model/people/account-news.js';
import type { User } from '../../model/people/user.js';
import { hasPassed, secondsAfter } from '../../model/time.js';

/** The path of the page that shows news of the account, or asks for a second device, once after a sign-in. */
const SIGN_IN_CHECK = '/sign-in-check';

/** A user is asked at most once in this time, and not soon after the passkey was created. */
const NUDGE_SECONDS = 2_592_000;

/**
 * A new browser interrupts a sign-in only after an hour, and only in browsers that the user has used before. So users who
 * set up several devices are not asked on each of them. The account page shows it at once. A new passkey always
 * interrupts: with it, another person could use the account for long. News that the user cannot confirm interrupt nothing.
 */
const QUIET_SECONDS = 3600;

/** Sign-ins of devices and of forward auth are never interrupted; those at the account page show the same there. */
const INTERRUPTED: ReadonlySet<string> = new Set(['oidc', 'basic']);

/** What the browser shows before the sign-in at the application continues. */
export interface SignInCheck {
  /** The path of the page. `undefined` if nothing is shown. */
  readonly path: string | undefined;
  /** Whether the page asks for a second device. The caller stores the time, so that it does not ask again. */
  readonly nudges: boolean;
}

/** Decides what is shown after a sign-in with this passkey. Requests with `prompt=none` never come here. */
export function signInCheck(
  { clock }: Pick<Deps, 'clock'>,
  open: OpenInteraction | undefined,
  { user, passkey }: { readonly user: User; readonly passkey: Passkey },
  browser: { readonly browserHash: string | undefined; readonly sessionId: string; readonly isKnown: boolean },
): SignInCheck {
  if (open === undefined || !INTERRUPTED.has(open.interaction.kind)) return { path: undefined, nudges: false };
  const now = clock.now();
  const hasNews =
    canConfirm(user, passkey.id, now) &&
    newsFor(user, { ...browser, passkeyId: passkey.id, authenticatedAt: now }, now).some(
      ({ kind, at }) =>
        kind === 'PASSKEY_ADDED' || (browser.isKnown && hasPassed(secondsAfter(new Date(at), QUIET_SECONDS), now)),
    );
  const nudges = !hasNews && isNudgeDue(user, passkey, now);
  const path = `${SIGN_IN_CHECK}?interaction=${open.interaction.id}`;
  return { path: hasNews || nudges ? path : undefined, nudges };
}

/** Whether a lost device would lock the user out, and the user was not asked for a month. */
function isNudgeDue(user: User, passkey: Passkey, now: Date): boolean {
  const asked = Math.max(user.nudgedAt?.getTime() ?? 0, passkey.createdAt.getTime());
  return (
    needsSecondWay(user) && !passkey.backupEligible && hasPassed(secondsAfter(new Date(asked), NUDGE_SECONDS), now)
  );
}

function needsSecondWay({ passkeyIds, recoveryCodeHashes }: User): boolean {
  return passkeyIds.length === 1 && recoveryCodeHashes.length === 0;
}

/**
 * The path of the page that says, before the sign-in at the application continues, that lost passkeys can be removed. The
 * user has just registered a passkey with a recovery code. `undefined` if this sign-in is never interrupted.
 */
export function recoveredPath({ interaction: { kind, id } }: OpenInteraction): string | undefined {
  return INTERRUPTED.has(kind) ? `${SIGN_IN_CHECK}?interaction=${id}&recovered` : undefined;
}

/** For this long after a sign-in, the page may ask the question that was due at the sign-in. */
const QUESTION_SECONDS = 1800;

/** Whether the sign-in that just happened asks for a second device. */
export function isNudged({ clock }: Pick<Deps, 'clock'>, user: User): boolean {
  return (
    needsSecondWay(user) &&
    user.nudgedAt !== undefined &&
    !hasPassed(secondsAfter(user.nudgedAt, QUESTION_SECONDS), clock.now())
  );
}
