import { MikroORM, MongoDriver } from '@mikro-orm/mongodb';
import type { Document, IndexDescription } from 'mongodb';
import { type Codec, type CodecOf, makeCodec } from '../codec.js';
import { sessions } from '../entities/access/sessions.js';
import { entities } from '../entities/entities.js';
import type { Entity } from '../entity.js';

/** What follows from the entities alone. */
export interface Mapping {
  readonly codecOf: CodecOf;
  /** The indexes of a collection, without the one of its ids. */
  readonly indexesOf: (entity: Entity<never>) => IndexDescription[];
}

type Orm = Awaited<ReturnType<typeof openMikroOrm>>;

let mapping: Promise<Mapping> | undefined;

/** All databases that the process opens share one mapping, because it takes long to compute. */
export function loadMapping(): Promise<Mapping> {
  mapping ??= openMikroOrm().then(makeMapping);
  return mapping;
}

/** MikroORM only describes collections and converts values here, so it connects to nothing. */
function openMikroOrm() {
  return MikroORM.init({
    driver: MongoDriver,
    dbName: 'passgraph',
    entities: entities.map((entity) => entity.schema),
    forceUndefined: true,
  });
}

function makeMapping(orm: Orm): Mapping {
  const platform = orm.em.getDriver().getPlatform();
  const codecs = new Map(
    entities.map((entity) => [entity.schema, makeCodec(orm.getMetadata().get(entity.schema), platform)]),
  );
  return {
    codecOf: (entity) => codecs.get(entity.schema) as Codec,
    indexesOf: (entity) => indexesOf(orm, entity),
  };
}

function indexesOf(orm: Orm, entity: Entity<never>): IndexDescription[] {
  const meta = orm.getMetadata().get(entity.schema);
  const column = (property: string) => meta.properties[property]?.fieldNames[0] ?? property;
  return [
    ...meta.indexes.map(({ properties, options }) => ({
      key: Object.fromEntries([properties ?? []].flat().map((property) => [column(String(property)), 1])),
      ...(options as Document | undefined),
    })),
    ...entity.sparseIndexes.map((property) => ({ key: { [column(property)]: 1 }, sparse: true })),
    ...meta.props
      .filter((property) => property.unique === true)
      .map(({ name, nullable }) => ({
        key: { [column(name)]: 1 },
        unique: true,
        ...(nullable ? { sparse: true } : {}),
      })),
    ...(entity.schema === sessions.schema ? [{ key: { 'clients.id': 1, _id: 1 } }] : []),
  ];
}
