import { useLocation, useRoute } from 'preact-iso/router';
import { UpdateWebhook, Webhook } from '../../generated/webhooks.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { useForm } from '../../parts/form/form.js';
import { Loaded } from '../../parts/loaded.js';
import { useMutation } from '../../parts/mutation.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Facts, ScreenTitle, Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { Deliveries } from './deliveries.js';
import { Mend } from './mend.js';
import { useReloadAfter, type WebhookPartProps } from './one-webhook.js';
import { WebhookForm } from './webhook-form.js';
import { DeleteWebhookSection, NewSecretSection, ReplaySection } from './webhook-more.js';
import { stateOf, WebhookState } from './webhook-state.js';
import { SendTest, TurnOnOff } from './webhook-switches.js';

export function WebhookScreen() {
  const { texts } = useConsole();
  const { id = '' } = useRoute().params;
  const query = useQuery(Webhook, { id });
  const back = { href: '/console/webhooks', label: texts.say('shell.webhooks') };
  return (
    <Loaded query={query}>
      {({ webhook }) =>
        webhook === null ? (
          <ScreenTitle title={texts.say('webhooks.notFound')} back={back} />
        ) : (
          <Whole webhook={webhook} reload={query.reload} />
        )
      }
    </Loaded>
  );
}

function Whole({ webhook, reload }: WebhookPartProps) {
  const context = useConsole();
  const { texts } = context;
  const { route } = useLocation();
  const mayChange = isAllowed(context, 'webhooks:write') && isAllowed(context, 'audit:read');
  return (
    <>
      <ScreenTitle
        title={webhook.url}
        back={{ href: '/console/webhooks', label: texts.say('shell.webhooks') }}
        actions={mayChange && <TurnOnOff webhook={webhook} reload={reload} />}
      />
      <WebhookFacts webhook={webhook} />
      {mayChange && stateOf(webhook) === 'failing' && <Mend webhook={webhook} />}
      {mayChange && <SendTest webhook={webhook} reload={reload} />}
      <Deliveries webhook={webhook} reload={reload} mayRedeliver={mayChange} />
      {mayChange && (
        <>
          <Settings webhook={webhook} reload={reload} />
          <NewSecretSection webhook={webhook} reload={reload} />
          <ReplaySection webhook={webhook} reload={reload} />
          <DeleteWebhookSection webhook={webhook} onDone={() => route('/console/webhooks', true)} />
        </>
      )}
    </>
  );
}

function WebhookFacts({ webhook }: Pick<WebhookPartProps, 'webhook'>) {
  const { texts } = useConsole();
  const { createdAt, lastDeliveredAt, failingSince, types, oldSecretExpiresAt } = webhook;
  const state = (
    <>
      <WebhookState webhook={webhook} />
      {failingSince !== null && (
        <small>{texts.say('webhooks.failingSince', { time: texts.moment(failingSince) })}</small>
      )}
      {!webhook.enabled && <small>{texts.say('webhooks.pausedText')}</small>}
    </>
  );
  const accepted = lastDeliveredAt === null ? texts.say('webhooks.never') : texts.moment(lastDeliveredAt);
  const twoSecrets =
    oldSecretExpiresAt === null
      ? []
      : [
          {
            name: texts.say('webhooks.secret'),
            value: texts.say('webhooks.oldSecretUntil', { time: texts.moment(oldSecretExpiresAt) }),
          },
        ];
  return (
    <Facts
      items={[
        { name: texts.say('webhooks.state'), value: state },
        { name: texts.say('webhooks.lastDelivered'), value: accepted },
        { name: texts.say('webhooks.events'), value: texts.say('webhooks.eventCount', { count: types.length }) },
        { name: texts.say('webhooks.created'), value: texts.moment(createdAt) },
        ...twoSecrets,
      ]}
    />
  );
}

function Settings({ webhook, reload }: WebhookPartProps) {
  const { id, url, types, enabled, failingSince } = webhook;
  const { texts } = useConsole();
  const notify = useNotice();
  const form = useForm({ url, types });
  const update = useMutation(UpdateWebhook);
  const reloadAfter = useReloadAfter({ webhook, reload });
  // A change makes the server try again at once.
  const sendsWaiting = enabled && failingSince !== null && form.isChanged;

  async function submit(): Promise<void> {
    const data = await update.run({ input: { id, ...form.values } });
    if (data === undefined) return;
    form.reset(form.values);
    notify(texts.say(sendsWaiting ? 'webhooks.saved' : 'parts.saved'));
    reloadAfter(sendsWaiting);
  }
  return (
    <Section title={texts.say('webhooks.settings')}>
      <WebhookForm
        form={form}
        mutation={update}
        submitLabel={texts.say('parts.saveChanges')}
        onSubmit={() => void submit()}
      />
    </Section>
  );
}
