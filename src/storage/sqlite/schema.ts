import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { EntityCaseNamingStrategy, MikroORM, SqliteDriver } from '@mikro-orm/sql';
import { SqliteDialect } from 'kysely';
import { entities } from '../entities/entities.js';

/**
 * Makes the sessions of a client fast to find. SQLite cannot index the members of a JSON list, so triggers copy the
 * list of a session's clients to a table.
 */
const SESSION_CLIENTS = `
create table if not exists session_clients (
  clientId text not null, sessionId text not null, primary key (clientId, sessionId)) without rowid;
create index if not exists session_clients_session on session_clients (sessionId);
drop trigger if exists session_clients_inserted;
create trigger session_clients_inserted after insert on sessions when new.clients <> '[]' begin
  insert or ignore into session_clients select json_extract(value, '$.id'), new._id from json_each(new.clients);
end;
drop trigger if exists session_clients_updated;
create trigger session_clients_updated after update of clients on sessions when new.clients <> old.clients begin
  delete from session_clients where sessionId = new._id;
  insert or ignore into session_clients select json_extract(value, '$.id'), new._id from json_each(new.clients);
end;
drop trigger if exists session_clients_deleted;
create trigger session_clients_deleted after delete on sessions begin
  delete from session_clients where sessionId = old._id;
end;`;

/** Opens MikroORM on the given connection. A second connection would not see a database in memory. */
export function openMikroOrm(file: Pick<DatabaseSync, 'prepare'>) {
  return MikroORM.init({
    driver: SqliteDriver,
    dbName: 'passgraph',
    driverOptions: new SqliteDialect({
      database: {
        // Does nothing, because Kysely calls this method only if it has used the connection. The `close` method of the
        // database always closes the connection.
        close: () => undefined,
        prepare: (sql) => {
          const statement = file.prepare(sql);
          return {
            reader: statement.columns().length > 0,
            all: (values) => statement.all(...(values as SQLInputValue[])),
            run: (values) => statement.run(...(values as SQLInputValue[])),
            iterate: (values) => statement.iterate(...(values as SQLInputValue[])),
          };
        },
      },
    }),
    entities: entities.map((entity) => entity.schema),
    namingStrategy: EntityCaseNamingStrategy,
    // The command `analyze` of SQLite makes these tables, with columns that have no type.
    schemaGenerator: { skipTables: [/^sqlite_stat/] },
    forceUndefined: true,
  });
}

const SCHEMA_ATTEMPTS = 20;

/**
 * Adds missing tables, columns and indexes; it never drops any. The file stores a fingerprint of its schema, so that
 * nothing is compared if the schema has not changed. `tables` is SQL that creates all tables.
 */
export async function updateSchema(file: DatabaseSync, tables: string): Promise<void> {
  const target = `${tables}${SESSION_CLIENTS}`;
  const fingerprint = createHash('sha256').update(target).digest().readInt32BE();
  const pragma = (name: string) => file.prepare(`pragma ${name}`).get()?.[name];
  for (let attempt = 0; pragma('user_version') !== fingerprint; attempt += 1) {
    if (attempt === SCHEMA_ATTEMPTS)
      throw new Error(
        'The database schema was not updated, because other processes kept changing it. Start the server again.',
      );
    // The loop computes the missing tables and columns without a lock. If another process has changed the schema
    // meanwhile, the loop computes them again.
    const found = pragma('schema_version');
    const missing = found === 0 ? tables : await missingParts(file);
    file.exec('begin immediate');
    try {
      if (pragma('schema_version') === found) {
        file.exec(`${missing}${SESSION_CLIENTS} pragma user_version = ${fingerprint}`);
      }
      file.exec('commit');
    } catch (error) {
      // After some errors, such as a full disk, SQLite has already rolled the transaction back.
      if (file.isTransaction) file.exec('rollback');
      throw error;
    }
  }
}

/** SQL that adds the tables, columns and indexes that a file lacks. */
async function missingParts(file: DatabaseSync): Promise<string> {
  const orm = await openMikroOrm(file);
  const missing = await orm.schema.getUpdateSchemaSQL({ safe: true, dropTables: false });
  await orm.close();
  return missing;
}
