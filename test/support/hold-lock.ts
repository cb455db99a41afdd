import { DatabaseSync } from 'node:sqlite';

/**
 * A process that holds the write lock of an SQLite file: it prints a line when it has the lock, and ends its
 * transaction without changes when its input ends.
 */
const file = new DatabaseSync(process.argv[2] ?? '', { timeout: 10_000 });
file.exec('begin immediate');
console.log('locked');
process.stdin.resume().once('end', () => {
  file.exec('rollback');
  file.close();
});
