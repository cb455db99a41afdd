import { startSignIn } from '../actions';

const REASONS: Record<string, string> = {
  access_denied: 'Passgraph did not let you use this application.',
  OAuthCallbackError: 'The response does not belong to a sign-in that this browser started.',
  Configuration: 'The settings of the application are wrong. Its log says which.',
};

export default async function Problem({ searchParams }: PageProps<'/problem'>) {
  const code = String((await searchParams).error ?? 'no error');
  return (
    <form action={startSignIn}>
      <p>
        Not signed in: {REASONS[code] ?? 'The sign-in failed.'} ({code})
      </p>
      <button type="submit">Sign in</button>
    </form>
  );
}
