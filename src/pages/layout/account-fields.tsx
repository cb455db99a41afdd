import type { Frame } from './frame.js';
import { Field, UsernameField } from './parts.js';

interface NewAccountProps {
  readonly frame: Frame;
  readonly username?: string | undefined;
  readonly asksEmail?: boolean;
}

/** The fields of a form that creates an account. */
export function NewAccountFields({ frame, username, asksEmail = false }: NewAccountProps) {
  const { say } = frame.texts;
  return (
    <>
      <UsernameField frame={frame} hint={say('common.usernameCharacters')} value={username} required />
      <Field id="name" label={say('common.name')} remark={say('common.optional')} autocomplete="name" maxLength={128} />
      {asksEmail && (
        <Field
          id="email"
          label={say('profile.email')}
          autocomplete="email"
          inputMode="email"
          maxLength={254}
          kind="identifier"
          required
        />
      )}
    </>
  );
}
