import { useState } from 'preact/hooks';
import { TestWebhook, UpdateWebhook } from '../../generated/webhooks.js';
import { useConsole } from '../../parts/console-context.js';
import { useMutation } from '../../parts/mutation.js';
import { Problem } from '../../parts/notices/problem.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { type Delivery, useReloadAfter, type WebhookPartProps } from './one-webhook.js';
import { Outcome } from './outcome.js';

/** Pauses a webhook, or enables it again. */
export function TurnOnOff({ webhook, reload }: WebhookPartProps) {
  const { id, enabled } = webhook;
  const { texts } = useConsole();
  const notify = useNotice();
  const update = useMutation(UpdateWebhook);
  const reloadAfter = useReloadAfter({ webhook, reload });

  async function turn(): Promise<void> {
    const data = await update.run({ input: { id, enabled: !enabled } });
    if (data === undefined) return;
    notify(texts.say(enabled ? 'webhooks.paused' : 'webhooks.enabled'));
    reloadAfter(!enabled);
  }
  return (
    <>
      <button type="button" disabled={update.isRunning} onClick={() => void turn()}>
        {texts.say(enabled ? 'webhooks.pause' : 'webhooks.enable')}
      </button>
      <Problem error={update.error} />
    </>
  );
}

export function SendTest({ webhook, reload }: WebhookPartProps) {
  const { texts } = useConsole();
  const test = useMutation(TestWebhook);
  const [answered, setAnswered] = useState<Delivery>();
  const reloadAfter = useReloadAfter({ webhook, reload });

  async function send(): Promise<void> {
    setAnswered(undefined);
    const data = await test.run({ id: webhook.id });
    if (data === undefined) return;
    setAnswered(data.testWebhook.delivery);
    reloadAfter(data.testWebhook.delivery.accepted);
  }
  return (
    <div class="send-test">
      <p class="line">
        <button type="button" class="main" disabled={test.isRunning} onClick={() => void send()}>
          {texts.say(test.isRunning ? 'webhooks.testing' : 'webhooks.test')}
        </button>
        <span class="hint">{texts.say('webhooks.testText')}</span>
      </p>
      <Problem error={test.error} />
      <Outcome delivery={answered} />
    </div>
  );
}
