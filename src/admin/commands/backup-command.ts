import { createBackup } from '../backups/backup-create.js';
import { type FileCommand, refuseMongodb } from './command.js';

/** Copies the SQLite database to a new file. The server may run meanwhile. */
export const backupCommand: FileCommand = {
  words: ['FILE'],
  database: 'required',
  refusal: (config) => refuseMongodb(config, 'mongodump'),
  runOnFile: async (tools, [file = ''], key) => {
    const { copy, isRecorded } = await createBackup(tools, file);
    return [
      `Backed up the database to ${copy.path} (${copy.bytes} bytes), and checked the copy.`,
      key.kind === 'file'
        ? `The backup is useless without the secret key, which is not in it. Keep a copy of ${key.path} too, in another place.`
        : 'The backup is useless without SECRET_KEY, which is not in it. Keep its value too, in another place.',
      ...(isRecorded ? [] : [NOT_RECORDED]),
    ].join('\n');
  },
};

const NOT_RECORDED =
  'The time of the backup was not stored in the database, because an earlier version of Passgraph has written this database.';
