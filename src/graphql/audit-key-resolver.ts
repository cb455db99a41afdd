import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { readAuditKeys, readAuditLogEnd } from '../admin/audit-log/audit-keys-read.js';
import { eraseFromAuditLog } from '../admin/audit-log/audit-log-erase.js';
import {
  AuditKeyObject,
  auditKeyObject,
  EraseFromAuditLogInputObject,
  EraseFromAuditLogPayload,
} from './audit-key-objects.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';

@Resolver()
export class AuditKeyResolver {
  @Permission('audit:read')
  @Query(() => [AuditKeyObject], {
    description:
      'Returns the public keys with which the server has signed checkpoints of the audit log, the oldest first. They are kept as long as the log.',
  })
  async auditKeys(@Ctx() { deps, caller }: GraphqlContext): Promise<AuditKeyObject[]> {
    return (await readAuditKeys(deps, caller)).map(auditKeyObject);
  }

  @Permission('audit:read')
  @Query(() => String, {
    nullable: true,
    description:
      'Signs the present end of the audit log. The JWS has the type `passgraph-audit+jws`, and its payload has the sequence and the hash of the last event. An export ends with it, so that events that are missing at the end are noticed. Null if the log is empty.',
  })
  async auditLogEnd(@Ctx() { deps, caller }: GraphqlContext): Promise<string | null> {
    return (await readAuditLogEnd(deps, caller)) ?? null;
  }

  @Permission('audit:write')
  @FreshSignIn()
  @Mutation(() => EraseFromAuditLogPayload, {
    description:
      'Erases the IP addresses, names and other personal values from all audit events that concern a user or in which the user acted. The events stay, and so do digests of the values, so that the log can still be verified.',
  })
  async eraseFromAuditLog(
    @Arg('input', () => EraseFromAuditLogInputObject, { description: 'Whose personal values are erased.' })
    input: EraseFromAuditLogInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<EraseFromAuditLogPayload> {
    return { erasedEvents: await eraseFromAuditLog(deps, caller, input) };
  }
}
