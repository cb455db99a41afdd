import type { Replacement } from '../../model/server/database.js';
import { restoreBackup } from '../backups/backup-restore.js';
import { type FileCommand, refuseMongodb } from './command.js';

/** Replaces the SQLite database with a backup. The server must not run meanwhile. */
export const restoreCommand: FileCommand = {
  words: ['FILE'],
  database: 'replaced',
  refusal: (config) => refuseMongodb(config, 'mongorestore'),
  runOnFile: async (tools, [file = '']) => reportOf(await restoreBackup(tools, file), file),
};

function reportOf({ database, copy, replaced }: Replacement, from: string): string {
  const last =
    copy.lastEventAt === undefined ? 'the backup' : `the last event in the backup, ${copy.lastEventAt.toISOString()}`;
  return [
    `Restored ${database} from ${from}.`,
    replaced === undefined
      ? 'There was no database before.'
      : `The replaced database is ${replaced}. Delete it when you no longer need it.`,
    ...(copy.needsMigration ? ['The backup is of an earlier version. The start of the server updates it.'] : []),
    '',
    `Now start the server. Everything is as it was at ${last}:`,
    '- What was revoked or removed later is valid again: sessions, tokens, API keys, passkeys, permissions, roles, invitations, disabled and deleted users, and so are settings that were made stricter. Revoke it again.',
    '- What was added later is missing: users, passkeys, clients, secrets, permissions. Applications whose tokens were renewed later ask their users to sign in again.',
  ].join('\n');
}
