import type { SqliteDriver } from '@mikro-orm/sql';
import { type Codec, type CodecOf, makeCodec } from '../codec.js';
import { entities } from '../entities/entities.js';
import { openMikroOrm } from './schema.js';
import { makeStatementWriter, type QueryBuilder, type StatementWriter } from './statement-writer.js';

/** What follows from the entities alone. */
export interface Mapping {
  readonly codecOf: CodecOf;
  readonly writer: StatementWriter;
  /** SQL that creates all tables and indexes of the entities. */
  readonly tables: string;
}

let mapping: Promise<Mapping> | undefined;

/** All databases that the process opens share one mapping, because it takes longer to compute than to open a file. */
export function loadMapping(): Promise<Mapping> {
  mapping ??= makeMapping();
  return mapping;
}

async function makeMapping(): Promise<Mapping> {
  // Nothing connects: MikroORM only describes tables and writes statements here.
  const orm = await openMikroOrm({ prepare: () => undefined as never });
  const driver = orm.em.getDriver() as SqliteDriver;
  const codecs = new Map(
    entities.map((entity) => [entity.schema, makeCodec(orm.getMetadata().get(entity.schema), driver.getPlatform())]),
  );
  const writer = makeStatementWriter(
    (entity) => driver.createQueryBuilder(entity.schema, undefined, 'write', false) as unknown as QueryBuilder,
    '_id in (select sessionId from session_clients where clientId = ?)',
  );
  return {
    codecOf: (entity) => codecs.get(entity.schema) as Codec,
    writer,
    tables: await orm.schema.getCreateSchemaSQL(),
  };
}
