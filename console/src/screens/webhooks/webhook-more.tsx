import {
  DeleteWebhook,
  ReplayWebhook,
  RotateWebhookSecret,
  type RotateWebhookSecretMutation,
} from '../../generated/webhooks.js';
import { useConsole } from '../../parts/console-context.js';
import { useShownOnce } from '../../parts/copy.js';
import { TakeAway } from '../../parts/dialogs/take-away.js';
import { SelectField } from '../../parts/form/choice-fields.js';
import { TextField } from '../../parts/form/fields.js';
import { Form, useForm } from '../../parts/form/form.js';
import { useMutation } from '../../parts/mutation.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Section } from '../../parts/page.js';
import { NewSecret } from './new-secret.js';
import type { OneWebhook, WebhookPartProps } from './one-webhook.js';

/** In how many seconds the old secret expires. */
const OVERLAPS = ['86400', '3600', '604800', '0'] as const;

export function NewSecretSection({ webhook: { id }, reload }: WebhookPartProps) {
  const { texts } = useConsole();
  const form = useForm<{ readonly overlap: (typeof OVERLAPS)[number] }>({ overlap: '86400' });
  const rotate = useMutation(RotateWebhookSecret);
  const [made, setMade] = useShownOnce<RotateWebhookSecretMutation['rotateWebhookSecret']>();

  async function submit(): Promise<void> {
    const data = await rotate.run({ id, expireOldIn: Number(form.values.overlap) });
    if (data === undefined) return;
    form.reset();
    setMade(data.rotateWebhookSecret);
    reload();
  }
  if (made !== undefined) {
    const { secret, oldSecretExpiresAt } = made;
    const text =
      oldSecretExpiresAt === null
        ? texts.say('webhooks.newSecretNow')
        : texts.say('webhooks.newSecretText', { time: texts.moment(oldSecretExpiresAt) });
    return (
      <Section title={texts.say('webhooks.newSecretTitle')} text={text}>
        <NewSecret secret={secret} />
      </Section>
    );
  }
  return (
    <Section title={texts.say('webhooks.newSecret')} text={texts.say('webhooks.newSecretHint')}>
      <Form
        form={form}
        error={rotate.error}
        isRunning={rotate.isRunning}
        submitLabel={texts.say('webhooks.rotate')}
        onSubmit={() => void submit()}
      >
        <SelectField
          form={form}
          name="overlap"
          label={texts.say('webhooks.overlap')}
          options={OVERLAPS.map((value) => ({ value, label: texts.say(`webhooks.overlap.${value}`) }))}
        />
      </Form>
    </Section>
  );
}

export function ReplaySection({ webhook: { id, createdAt }, reload }: WebhookPartProps) {
  const { texts } = useConsole();
  const notify = useNotice();
  const form = useForm({ since: '' });
  const replay = useMutation(ReplayWebhook);

  async function submit(): Promise<void> {
    // The field has the time zone of the browser, and no seconds. Before the webhook was made, there is nothing to send.
    const since = new Date(Math.max(Date.parse(form.values.since), Date.parse(createdAt))).toISOString();
    const data = await replay.run({ id, since });
    if (data === undefined) return;
    form.reset();
    notify(texts.say('webhooks.replayed'));
    reload();
  }
  return (
    <Section title={texts.say('webhooks.replay')} text={texts.say('webhooks.replayText')}>
      <Form
        form={form}
        error={replay.error}
        isRunning={replay.isRunning}
        submitLabel={texts.say('webhooks.replayButton')}
        onSubmit={() => void submit()}
      >
        <TextField form={form} name="since" type="datetime-local" label={texts.say('webhooks.since')} required />
      </Form>
    </Section>
  );
}

export interface DeleteWebhookSectionProps {
  readonly webhook: OneWebhook;
  readonly onDone: () => void;
}

export function DeleteWebhookSection({ webhook: { id, url }, onDone }: DeleteWebhookSectionProps) {
  const { texts } = useConsole();
  const notify = useNotice();
  return (
    <Section title={texts.say('webhooks.deleteSection')} text={texts.say('webhooks.deleteText')}>
      <TakeAway
        label={texts.say('webhooks.delete')}
        title={texts.say('webhooks.deleteTitle', { host: new URL(url).host })}
        text={texts.say('webhooks.deleteText')}
        confirmLabel={texts.say('parts.deleteConfirm')}
        document={DeleteWebhook}
        variables={{ id }}
        effects={(data) => data.deleteWebhook.effects}
        onDone={() => {
          notify(texts.say('webhooks.deleted'));
          onDone();
        }}
      />
    </Section>
  );
}
