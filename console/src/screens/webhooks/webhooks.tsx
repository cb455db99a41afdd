/*
 * This folder shows the webhooks: the list, the page that makes one, and the page on which a failing one is found and
 * mended. A receiver chooses what it answers, so its answers are shown as text. This folder must not know other screens.
 */

import { Webhooks } from '../../generated/webhooks.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Empty } from '../../parts/list/list-tools.js';
import { Table } from '../../parts/list/table.js';
import { Loaded } from '../../parts/loaded.js';
import { ScreenTitle } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { screenPath } from '../../parts/screen-path.js';
import { type Webhook, WebhookState } from './webhook-state.js';

export function WebhooksScreen() {
  const context = useConsole();
  const { texts } = context;
  const query = useQuery(Webhooks, {});
  const add = isAllowed(context, 'webhooks:write') && (
    <a class="button main" href="/console/add/webhook">
      {texts.say('shell.addWebhook')}
    </a>
  );
  return (
    <>
      <ScreenTitle title={texts.say('shell.webhooks')} subtitle={texts.say('webhooks.subtitle')} actions={add} />
      <Loaded query={query}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <Empty title={texts.say('webhooks.none')} text={texts.say('webhooks.teach')} />
          ) : (
            <WebhookTable webhooks={webhooks} />
          )
        }
      </Loaded>
    </>
  );
}

function WebhookTable({ webhooks }: { readonly webhooks: readonly Webhook[] }) {
  const { texts } = useConsole();
  return (
    <Table
      columns={[
        {
          name: texts.say('webhooks.url'),
          isHeader: true,
          cell: ({ id, url }) => <a href={screenPath('webhooks', id)}>{url}</a>,
        },
        { name: texts.say('webhooks.state'), cell: (webhook) => <WebhookState webhook={webhook} /> },
        {
          name: texts.say('webhooks.events'),
          cell: ({ types }) => texts.say('webhooks.eventCount', { count: types.length }),
        },
        {
          name: texts.say('webhooks.lastDelivered'),
          cell: ({ lastDeliveredAt }) =>
            lastDeliveredAt === null ? texts.say('webhooks.never') : texts.moment(lastDeliveredAt),
        },
      ]}
      rows={webhooks}
      rowKey={({ id }) => id}
    />
  );
}
