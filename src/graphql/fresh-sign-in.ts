import { Extensions } from 'type-graphql';
import type { AdminCaller } from '../admin/admin-caller.js';
import { AdminError } from '../model/errors.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import type { GraphqlContext } from './graphql-context.js';

/** The number of seconds after a sign-in in which a user can run the mutations that need a fresh sign-in. */
const FRESH_SIGN_IN_SECONDS = 300;

/**
 * Declares that a mutation needs a fresh sign-in of the user who calls it, because a stolen session could do lasting
 * harm with it. API keys and clients do not sign in, so they are exempt. If input fields are named, the mutation needs
 * the fresh sign-in only if the input has one of them.
 */
export function FreshSignIn(...inputFields: readonly string[]) {
  return Extensions({ freshSignIn: inputFields });
}

/** Returns the input fields for which a field needs a fresh sign-in: none means always, `undefined` means never. */
export function freshSignInOf(field: {
  readonly extensions: Readonly<Record<string, unknown>>;
}): readonly string[] | undefined {
  return field.extensions.freshSignIn as readonly string[] | undefined;
}

/**
 * Throws if a user calls a mutation that needs a fresh sign-in, and the sign-in of the access token is too old. Like
 * the challenge of RFC 9470 §3, the error has the number of seconds that a client can request as `max_age`.
 *
 * @throws AdminError `FRESH_SIGN_IN_REQUIRED`
 */
export function checkFreshSignIn(
  caller: AdminCaller,
  { deps }: Partial<Pick<GraphqlContext, 'deps'>>,
  inputFields: readonly string[] | undefined,
  { input = {} }: { readonly input?: Readonly<Record<string, unknown>> },
): void {
  if (inputFields === undefined || caller.kind !== 'USER') return;
  if (inputFields.length > 0 && inputFields.every((name) => input[name] === undefined)) return;
  const { authenticatedAt } = caller;
  const now = deps?.clock.now();
  if (authenticatedAt !== undefined && now !== undefined) {
    if (!hasPassed(secondsAfter(authenticatedAt, FRESH_SIGN_IN_SECONDS), now)) return;
  }
  throw new AdminError(
    'FRESH_SIGN_IN_REQUIRED',
    `This change needs a sign-in of the last ${FRESH_SIGN_IN_SECONDS} seconds. Send the user to the authorization endpoint with max_age=${FRESH_SIGN_IN_SECONDS}, and call again with the new access token.`,
    undefined,
    FRESH_SIGN_IN_SECONDS,
  );
}
