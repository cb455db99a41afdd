import type { Frame } from './frame.js';
import { Field, UsernameField } from './parts.js';

interface NewAccountProps {
  readonly frame: Frame;
  readonly username?: string | undefined;
  /** Present if the form asks for an e-mail address. */
  readonly email?: { readonly isRequired: boolean; readonly hint?: string } | undefined;
}

/** The fields of a form that creates an account. */
export function NewAccountFields({ frame, username, email }: NewAccountProps) {
  const { say } = frame.texts;
  return (
    <>
      <UsernameField frame={frame} hint={say('common.usernameCharacters')} value={username} required />
      <Field id="name" label={say('common.name')} remark={say('common.optional')} autocomplete="name" maxLength={128} />
      {email !== undefined && (
        <Field
          id="email"
          label={say('profile.email')}
          hint={email.hint}
          remark={email.isRequired ? undefined : say('common.optional')}
          autocomplete="email"
          inputMode="email"
          maxLength={254}
          kind="identifier"
          required={email.isRequired}
        />
      )}
    </>
  );
}
