import { continuePath, findInteraction } from '../../../access/interaction/interaction.js';
import type { User } from '../../../model/people/user.js';
import type { InterruptedSignIn } from '../../../pages/account/account-page.js';
import { interruptedInteraction } from '../../request/cookies.js';
import type { Edge, Request } from '../../route.js';

/** Finds the sign-in at an application that this user interrupted to change the account, if it can still continue. */
export async function findInterruptedSignIn(
  edge: Edge,
  request: Request,
  user: User,
  browserHash: string,
): Promise<InterruptedSignIn | undefined> {
  const id = interruptedInteraction(edge, request, user);
  const open = id && (await findInteraction(edge.deps, id, browserHash));
  return open ? { application: open.client.name, url: continuePath(open.interaction) } : undefined;
}
