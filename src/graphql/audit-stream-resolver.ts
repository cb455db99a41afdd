import { Args, ArgsType, Field, Resolver, Root, type SubscribeResolverData, Subscription } from 'type-graphql';
import { type EventStream, openEventStream, type StreamedEvent } from '../admin/audit-log/event-stream.js';
import { AuditEventFilterObject, eventSearchOf } from './audit-filter.js';
import { auditEventObject } from './audit-objects.js';
import { AuditEventEdge } from './connections.js';
import type { GraphqlContext } from './graphql-context.js';
import { Permission } from './permission-guard.js';

@ArgsType()
class StreamArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'The cursor of the last event that you have. The stream begins with the event after it. If you omit the cursor, the stream begins with the next event that happens.',
  })
  after?: string | null;

  @Field(() => AuditEventFilterObject, {
    nullable: true,
    description: 'Conditions that an event must meet. If you omit the filter, the stream has all events.',
  })
  filter?: AuditEventFilterObject | null;
}

@Resolver()
export class AuditStreamResolver {
  @Permission('audit:read')
  @Subscription(() => AuditEventEdge, {
    subscribe: openStream,
    description:
      'Streams the events of the audit log as they happen. Each event comes once, in the order of `sequence`, also after you subscribe again with the cursor of the last event as `after`. The response is a stream of server-sent events: send the header `Accept: text/event-stream`. A caller can have five streams. The stream ends when the access token or API key expires.',
  })
  auditEvents(@Root() { record, cursor }: StreamedEvent, @Args(() => StreamArgs) _args: StreamArgs) {
    return { node: auditEventObject(record), cursor };
  }
}

function openStream({
  args: { after, filter },
  context,
}: SubscribeResolverData<unknown, StreamArgs, GraphqlContext>): Promise<EventStream> {
  const { deps, caller, stream } = context;
  if (stream === undefined) throw new Error('The request accepts no stream. This is a bug.');
  const input = { after: stream.lastEventId ?? after ?? undefined, search: eventSearchOf(filter) };
  return openEventStream(deps, caller, input, stream);
}
