import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { User } from '../../model/people/user.js';
import { keysThatStop } from '../api-keys/api-keys-of-user.js';
import { systemCaller } from '../caller-authentication.js';
import { terminalQrCodeOf } from '../qr-code.js';
import { createEnrolmentLink } from '../users/enrolment-links.js';
import type { StoreCommand } from './command.js';

/**
 * Prints a link with which a user registers a passkey, in a terminal also as a QR code for a phone. Administrators use this command if none of them can sign in.
 */
export const enrollCommand: StoreCommand = {
  words: ['USERNAME'],
  database: 'required',
  run: async (deps, [word = ''], output) => {
    const user = await getConfirmedUser(deps, word);
    const keys = await keysThatStop(deps, user);
    const { url } = await createEnrolmentLink(deps, systemCaller, { userId: user.id });
    const names = keys.map(({ name }) => `  ${name}`);
    return [
      url,
      ...(output?.isTerminal ? ['', terminalQrCodeOf(url)] : []),
      ...(keys.length === 0 ? [] : ['', `When the link is used, these API keys of ${user.username} stop working:`]),
      ...names,
    ].join('\n');
  },
};

/**
 * Finds the user by id or username. The username is not enough for an account that a visitor may have registered,
 * because the visitor could have chosen another person's name. For such an account, the command requires the id.
 */
async function getConfirmedUser({ store }: Deps, word: string): Promise<User> {
  const [byId, user] = await Promise.all([store.users.find(word), store.users.findByUsername(word)]);
  if (byId !== undefined && user !== undefined && byId.id !== user.id) throw ambiguous(word, byId, user);
  if (byId !== undefined) return byId;
  if (user === undefined) {
    throw new AdminError('NOT_FOUND', `No user has the id or the username ${word}. Check the spelling.`, 'username');
  }
  if (user.origin !== undefined && user.origin !== 'REGISTRATION' && user.origin !== 'INVITATION') return user;
  const how = HOW[user.origin ?? 'UNKNOWN'];
  throw new AdminError(
    'CONFLICT',
    `No link was created, because the account ${user.username} may belong to another person: it was created at ${user.createdAt.toISOString()} ${how}. Check whose account it is, then run the command with its id ${user.id} instead of the username.`,
    'username',
  );
}

/** How an account was created whose username a visitor may have chosen. */
const HOW = {
  UNKNOWN: 'before version 0.2, perhaps by a visitor',
  REGISTRATION: 'by a visitor who registered',
  INVITATION: 'by a person with an invitation',
} as const;

/** An imported subject can equal the username of another user. */
function ambiguous(word: string, byId: User, byUsername: User): AdminError {
  return new AdminError(
    'CONFLICT',
    `No link was created, because ${word} is the id of the user ${byId.username} and the username of another user. If you mean the username, run the command with the id ${byUsername.id}. If you mean the id, run it with the username ${byId.username}.`,
    'username',
  );
}
