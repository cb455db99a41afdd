import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { JsonObject } from '../model/json.js';
import type { AuditKey } from '../model/log/audit-key.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('audit:read')
@ObjectType('AuditKey', {
  description:
    'A key with which the server signs checkpoints and exports of the audit log. It signs no tokens, and it is in no JSON Web Key Set.',
})
export class AuditKeyObject {
  @Field(() => ID, { description: 'The id of the key, which is its thumbprint (RFC 7638).' })
  kid!: string;

  @Field(() => GraphQLJSONObject, { description: 'The public part of the key as a JSON Web Key (RFC 7517).' })
  publicJwk!: JsonObject;

  @Field(() => DateTime, { description: 'When the key was created.' })
  createdAt!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      'A JWS by the key before this one, whose payload has this public key as `jwk`. It proves that the same server made both keys. Null for the first key.',
  })
  signedBy!: string | null;
}

export function auditKeyObject({ kid, publicJwk, createdAt, signedBy }: AuditKey): AuditKeyObject {
  return { kid, publicJwk, createdAt: new Date(createdAt), signedBy: signedBy ?? null };
}

@InputType('EraseFromAuditLogInput', { description: 'Whose personal values are erased.' })
export class EraseFromAuditLogInputObject {
  @Field(() => ID, { description: 'The id of the user. The user may have been deleted.' })
  userId!: string;
}

@Permission('any caller')
@ObjectType('EraseFromAuditLogPayload', { description: 'The result of `eraseFromAuditLog`.' })
export class EraseFromAuditLogPayload {
  @Field(() => Int, { description: 'The number of events from which values were erased.' })
  erasedEvents!: number;
}
