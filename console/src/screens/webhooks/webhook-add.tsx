import { CreateWebhook, type CreateWebhookMutation } from '../../generated/webhooks.js';
import { useConsole } from '../../parts/console-context.js';
import { useShownOnce } from '../../parts/copy.js';
import { useForm } from '../../parts/form/form.js';
import { useMutation } from '../../parts/mutation.js';
import { ScreenTitle } from '../../parts/page.js';
import { screenPath } from '../../parts/screen-path.js';
import { NewSecret } from './new-secret.js';
import { WebhookForm, type WebhookValues } from './webhook-form.js';

export function AddWebhookScreen() {
  const { texts } = useConsole();
  const form = useForm<WebhookValues>({ url: '', types: [] });
  const create = useMutation(CreateWebhook);
  const [made, setMade] = useShownOnce<CreateWebhookMutation['createWebhook']>();

  const back = { href: '/console/webhooks', label: texts.say('shell.webhooks') };

  async function submit(): Promise<void> {
    const data = await create.run({ input: form.values });
    if (data === undefined) return;
    form.reset();
    setMade(data.createWebhook);
  }

  if (made !== undefined)
    return (
      <>
        <ScreenTitle title={texts.say('webhooks.secretTitle')} back={back} />
        <NewSecret secret={made.secret} />
        <p>
          <a class="button main" href={screenPath('webhooks', made.webhook.id)}>
            {texts.say('webhooks.open')}
          </a>
        </p>
      </>
    );
  return (
    <>
      <ScreenTitle title={texts.say('shell.addWebhook')} back={back} />
      <WebhookForm
        form={form}
        mutation={create}
        submitLabel={texts.say('webhooks.create')}
        onSubmit={() => void submit()}
      />
    </>
  );
}
