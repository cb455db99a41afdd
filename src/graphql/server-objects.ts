import { Field, ObjectType } from 'type-graphql';
import type { CheckState } from '../admin/setup/finding.js';
import type { CheckId, SetupCheck } from '../admin/setup/setup-checks.js';
import type { DatabaseReport } from '../model/server/database.js';
import { defineEnum } from './enum-define.js';
import { Permission } from './permission-guard.js';

const DatabaseKindEnum = defineEnum<DatabaseReport['kind']>('DatabaseKind', 'The database of the server.', {
  SQLITE: ['SQLITE', 'SQLite, in a file or in memory.'],
  MONGODB: ['MONGODB', 'MongoDB.'],
});

const SetupCheckStateEnum = defineEnum<CheckState>('SetupCheckState', 'The result of a check of the setup.', {
  OK: ['OK', 'Nothing is wrong.'],
  WARNING: ['WARNING', 'The server works, but something should be changed.'],
  FAILED: ['FAILED', 'Something does not work, or data or access can be lost.'],
  UNKNOWN: ['UNKNOWN', 'The server cannot find it out. The message says why, and how to check it in another way.'],
});

const SetupCheckIdEnum = defineEnum<CheckId>('SetupCheckId', 'What a check of the setup examines.', {
  ADDRESS: ['ADDRESS', 'Whether browsers can use passkeys under the public URL: https and the RP ID.'],
  PUBLIC_URL: ['PUBLIC_URL', 'Whether the public URL leads to this server, with a certificate that is valid.'],
  PROXY: ['PROXY', 'What the proxy sends, by the example of this request.'],
  CLOCK: ['CLOCK', 'Whether the clock agrees with the clocks of the database and of other servers.'],
  DATABASE: ['DATABASE', 'Whether changes survive a crash and a power failure.'],
  DISK_SPACE: ['DISK_SPACE', 'Whether the disk of the database has free space.'],
  BACKUP: ['BACKUP', 'How old the last backup is.'],
  OWNERS: ['OWNERS', 'Whether the loss of one passkey can take away the last owner.'],
  MAIL: ['MAIL', 'Whether the mail server accepts mails, and what became of the last ones.'],
  SIGNING_KEYS: ['SIGNING_KEYS', 'Whether the signing keys are replaced in time.'],
  CLIENT_SECRETS: ['CLIENT_SECRETS', 'Whether client secrets expire within 30 days.'],
  ENVIRONMENT: ['ENVIRONMENT', 'Whether environment variables override stored settings or should be removed.'],
  JOBS: ['JOBS', 'Whether the jobs of the process that answered run, such as the deletion of expired records.'],
  NODE_VERSION: ['NODE_VERSION', 'Whether the version of Node gets security updates.'],
});

@Permission('issuers:read')
@ObjectType('SetupCheck', { description: 'A check of how the server is set up, with its result.' })
export class SetupCheckObject implements SetupCheck {
  @Field(() => SetupCheckIdEnum, { description: 'What the check examines.' })
  id!: CheckId;

  @Field(() => SetupCheckStateEnum, { description: 'The result.' })
  state!: CheckState;

  @Field(() => String, { description: 'What the check found and, if something is wrong, what to do.' })
  message!: string;

  @Field(() => String, {
    description: 'The section of the documentation about this check, as a path in the repository of Passgraph.',
  })
  documentation!: string;
}

@Permission('issuers:read')
@ObjectType('Server', { description: 'The server: its version, its addresses, its database and how it is set up.' })
export class ServerObject {
  @Field(() => String, { description: 'The version of Passgraph.' })
  version!: string;

  @Field(() => String, { description: 'The version of Node, such as `v26.10.0`.' })
  nodeVersion!: string;

  @Field(() => String, {
    description: 'The name of the server, on its pages and in the passkey dialog of the browser.',
  })
  name!: string;

  @Field(() => String, {
    description: 'The public base URL of the server, which is also the URL of the default issuer.',
  })
  url!: string;

  @Field(() => String, { description: 'The domain that passkeys belong to (RP ID).' })
  rpId!: string;

  @Field(() => [String], { description: 'The origins of the pages on which users can use and register passkeys.' })
  rpOrigins!: readonly string[];

  @Field(() => DatabaseKindEnum, { description: 'The database of the server.' })
  database!: DatabaseReport['kind'];
}
