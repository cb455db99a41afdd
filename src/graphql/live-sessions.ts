import { activeNow } from '../access/sessions/active-sessions.js';
import { isActive } from '../access/sessions/session.js';
import { type PageInput, readPage } from '../admin/page-read.js';
import type { SessionFilter } from '../model/access/session.js';
import { type ConnectionObject, connection } from './connection.js';
import type { GraphqlContext } from './graphql-context.js';
import { livePage } from './live-page.js';
import { type SessionObject, sessionObject } from './session-objects.js';

export async function sessionsPage(
  { deps, loaders }: GraphqlContext,
  input: PageInput,
  of: Pick<SessionFilter, 'userId' | 'clientId'>,
): Promise<ConnectionObject<SessionObject>> {
  const filter = { ...of, active: activeNow(deps) };
  const page = await readPage(input, (request) => deps.store.sessions.page(request, filter));
  const live = await livePage(page, async (session) => {
    const user = await loaders.users.load(session.userId);
    return user !== undefined && isActive(deps, session, user) ? session : undefined;
  });
  return connection(live, sessionObject, () => deps.store.sessions.count(filter));
}
