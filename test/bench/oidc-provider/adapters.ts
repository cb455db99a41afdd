import { DatabaseSync } from 'node:sqlite';

/** A record of node-oidc-provider. */
type Payload = Record<string, unknown> & { uid?: string; grantId?: string; consumed?: number };

/** The functions that node-oidc-provider calls for each of its models. */
interface Adapter {
  upsert(id: string, payload: Payload, expiresIn?: number): Promise<void>;
  find(id: string): Promise<Payload | undefined>;
  findByUid(uid: string): Promise<Payload | undefined>;
  consume(id: string): Promise<void>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
}

const kept = new Map<string, Payload>();
const byUid = new Map<string, string>();

function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** An adapter on a map. It keeps everything; the one that node-oidc-provider brings keeps the last thousand records. */
export function inMemory(model: string): Adapter {
  return {
    upsert: async (id, payload) => {
      kept.set(`${model}:${id}`, payload);
      if (payload.uid !== undefined) byUid.set(payload.uid, id);
    },
    find: async (id) => kept.get(`${model}:${id}`),
    findByUid: async (uid) => kept.get(`${model}:${byUid.get(uid)}`),
    consume: async (id) => {
      const payload = kept.get(`${model}:${id}`);
      if (payload !== undefined) payload.consumed = now();
    },
    destroy: async (id) => {
      kept.delete(`${model}:${id}`);
    },
    revokeByGrantId: async () => undefined,
  };
}

const SCHEMA = `
  create table if not exists records (id text primary key, payload text not null, uid text, grantId text, expiresAt integer);
  create index if not exists byUid on records (uid) where uid is not null;
  create index if not exists byGrantId on records (grantId) where grantId is not null`;

/** A plain adapter on an SQLite file, whose commits survive a power failure like those of Passgraph. */
export function onSqlite(path: string): (model: string) => Adapter {
  const file = new DatabaseSync(path);
  file.exec(`pragma journal_mode = wal; pragma synchronous = full; ${SCHEMA}`);
  const upsert = file.prepare('insert or replace into records values (?, ?, ?, ?, ?)');
  const find = file.prepare('select payload from records where id = ? and (expiresAt is null or expiresAt > ?)');
  const findByUid = file.prepare('select payload from records where uid = ? and (expiresAt is null or expiresAt > ?)');
  const consume = file.prepare("update records set payload = json_set(payload, '$.consumed', ?) where id = ?");
  const destroy = file.prepare('delete from records where id = ?');
  const revoke = file.prepare('delete from records where grantId = ?');
  const payloadOf = (row: Record<string, unknown> | undefined) => row && (JSON.parse(String(row.payload)) as Payload);
  return (model) => {
    const key = (id: string) => `${model}:${id}`;
    return {
      upsert: async (id, payload, expiresIn) => {
        const { uid = null, grantId = null } = payload;
        upsert.run(key(id), JSON.stringify(payload), uid, grantId, expiresIn === undefined ? null : now() + expiresIn);
      },
      find: async (id) => payloadOf(find.get(key(id), now())),
      findByUid: async (uid) => payloadOf(findByUid.get(uid, now())),
      consume: async (id) => void consume.run(now(), key(id)),
      destroy: async (id) => void destroy.run(key(id)),
      revokeByGrantId: async (grantId) => void revoke.run(grantId),
    };
  };
}
