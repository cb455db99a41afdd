import { auth } from '@/auth';
import { endSession, startSignIn } from './actions';

export default async function Home() {
  const session = await auth();
  if (!session)
    return (
      <form action={startSignIn}>
        <button type="submit">Sign in</button>
      </form>
    );
  const { name, email, groups } = session.user;
  return (
    <>
      <h1>Hello {name}</h1>
      <p>E-mail: {email ?? '–'}</p>
      <p>Groups: {groups.join(', ')}</p>
      <form action={endSession}>
        <button type="submit">Sign out</button>
      </form>
    </>
  );
}
