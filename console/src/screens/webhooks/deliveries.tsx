import { useState } from 'preact/hooks';
import { RedeliverWebhookEvent } from '../../generated/webhooks.js';
import { useConsole } from '../../parts/console-context.js';
import { Table } from '../../parts/list/table.js';
import { useMutation } from '../../parts/mutation.js';
import { Problem } from '../../parts/notices/problem.js';
import { Badge, Section } from '../../parts/page.js';
import { type Delivery, useReloadAfter, type WebhookPartProps } from './one-webhook.js';
import { Answer, Outcome } from './outcome.js';

export interface DeliveriesProps extends WebhookPartProps {
  readonly mayRedeliver: boolean;
}

/** The last messages to a webhook, with what the receiver answered. Each event can be sent again. */
export function Deliveries({ webhook, reload, mayRedeliver }: DeliveriesProps) {
  const { id, deliveries } = webhook;
  const { texts } = useConsole();
  const again = useMutation(RedeliverWebhookEvent);
  const [answered, setAnswered] = useState<Delivery>();
  const reloadAfter = useReloadAfter({ webhook, reload });

  async function redeliver(eventId: string): Promise<void> {
    setAnswered(undefined);
    const data = await again.run({ id, eventId });
    if (data === undefined) return;
    setAnswered(data.redeliverWebhookEvent.delivery);
    reloadAfter(data.redeliverWebhookEvent.delivery.accepted);
  }
  const action = {
    name: texts.say('parts.actions'),
    cell: ({ kind, eventId }: Delivery) =>
      kind !== 'TEST' && (
        <button type="button" class="small" disabled={again.isRunning} onClick={() => void redeliver(eventId)}>
          {texts.say('webhooks.redeliver')}
        </button>
      ),
  };
  const columns = [
    { name: texts.say('webhooks.message'), isHeader: true, cell: (one: Delivery) => <Message delivery={one} /> },
    { name: texts.say('webhooks.when'), cell: (one: Delivery) => <Attempts delivery={one} /> },
    { name: texts.say('webhooks.result'), cell: (one: Delivery) => <Result delivery={one} /> },
  ];
  return (
    <Section
      title={texts.say('webhooks.deliveries')}
      text={texts.say('webhooks.deliveriesText')}
      actions={
        <button type="button" onClick={reload}>
          {texts.say('webhooks.reload')}
        </button>
      }
    >
      <Problem error={again.error} />
      <Outcome delivery={answered} />
      {deliveries === null || deliveries.length === 0 ? (
        <p class="hint">{texts.say('webhooks.noDeliveries')}</p>
      ) : (
        <Table
          columns={mayRedeliver ? [...columns, action] : columns}
          rows={deliveries}
          rowKey={({ kind, eventId, firstAttemptAt }) => `${kind} ${eventId} ${firstAttemptAt}`}
        />
      )}
    </Section>
  );
}

function Message({ delivery: { kind, eventType } }: { readonly delivery: Delivery }) {
  const { texts } = useConsole();
  if (eventType === null) return <>{texts.say('webhooks.kind.TEST')}</>;
  return (
    <>
      {texts.say(`eventTypes.${eventType}`)}
      {kind === 'REDELIVERY' && <small>{texts.say('webhooks.kind.REDELIVERY')}</small>}
    </>
  );
}

function Attempts({ delivery: { lastAttemptAt, attempts, nextAttemptAt } }: { readonly delivery: Delivery }) {
  const { texts } = useConsole();
  return (
    <>
      {texts.moment(lastAttemptAt)}
      {attempts > 1 && <small>{texts.say('webhooks.attempts', { count: attempts })}</small>}
      {nextAttemptAt !== null && (
        <small>{texts.say('webhooks.nextAttempt', { time: texts.moment(nextAttemptAt) })}</small>
      )}
    </>
  );
}

function Result({ delivery: { accepted, statusCode, error, response } }: { readonly delivery: Delivery }) {
  const { texts } = useConsole();
  return (
    <>
      <Badge tone={accepted ? 'good' : 'problem'}>
        {statusCode === null
          ? texts.say('webhooks.noAnswer')
          : texts.say('webhooks.status', { status: String(statusCode) })}
      </Badge>
      {error !== null && <small>{error}</small>}
      {response !== null && response !== '' && (
        <details>
          <summary>{texts.say('webhooks.response')}</summary>
          <Answer response={response} />
        </details>
      )}
    </>
  );
}
