import { ErrorResponse } from 'oidc-client-ts';
import { type ErrorContext, useAuth } from 'react-oidc-context';

export function App() {
  const { isLoading, error, user, signinRedirect, signoutRedirect } = useAuth();
  if (isLoading) return <p>One moment …</p>;
  if (!user)
    return (
      <>
        {error && <p>Not signed in: {explain(error)}</p>}
        <button type="button" onClick={() => signinRedirect()}>
          Sign in
        </button>
      </>
    );
  const { name, preferred_username, email, groups = [] } = user.profile;
  return (
    <>
      <h1>Hello {name ?? preferred_username}</h1>
      <p>E-mail: {email ?? '–'}</p>
      <p>Groups: {(groups as string[]).join(', ')}</p>
      <button type="button" onClick={() => signoutRedirect()}>
        Sign out
      </button>
    </>
  );
}

/** An error of OAuth has a code besides its description. */
function explain({ innerError, message }: ErrorContext): string {
  return innerError instanceof ErrorResponse ? `${innerError.error}: ${message}` : message;
}
