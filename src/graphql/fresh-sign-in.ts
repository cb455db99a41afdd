import { Extensions } from 'type-graphql';

/**
 * Declares that a mutation needs a fresh sign-in of the user who calls it, because a stolen session could do lasting
 * harm with it. If input fields are named, the mutation needs the fresh sign-in only if the input has one of them.
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

/** Whether a call with these arguments needs a fresh sign-in. A dry run changes nothing, so it needs none. */
export function needsFreshSignIn(
  inputFields: readonly string[] | undefined,
  { input = {}, dryRun }: { readonly input?: Readonly<Record<string, unknown>>; readonly dryRun?: boolean },
): boolean {
  if (inputFields === undefined || dryRun === true) return false;
  return inputFields.length === 0 || inputFields.some((name) => input[name] !== undefined);
}
