import { useLocation } from 'preact-iso/router';
import { CreateIssuer } from '../../generated/issuers.js';
import { useConsole } from '../../parts/console-context.js';
import { TextField } from '../../parts/form/fields.js';
import { Form, useForm } from '../../parts/form/form.js';
import { useMutation } from '../../parts/mutation.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { ScreenTitle } from '../../parts/page.js';
import { screenPath } from '../../parts/screen-path.js';

export function AddIssuerScreen() {
  const { texts, server } = useConsole();
  const { route } = useLocation();
  const notify = useNotice();
  const form = useForm({ slug: '' });
  const create = useMutation(CreateIssuer);
  const { slug } = form.values;

  async function submit(): Promise<void> {
    const data = await create.run({ input: { slug } });
    if (data === undefined) return;
    form.reset();
    notify(texts.say('issuers.created'));
    route(screenPath('issuers', data.createIssuer.issuer.id));
  }
  return (
    <>
      <ScreenTitle
        title={texts.say('shell.addIssuer')}
        subtitle={texts.say('issuers.addText')}
        back={{ href: '/console/issuers', label: texts.say('shell.issuers') }}
      />
      <Form
        form={form}
        error={create.error}
        isRunning={create.isRunning}
        submitLabel={texts.say('issuers.create')}
        onSubmit={() => void submit()}
      >
        <TextField
          form={form}
          name="slug"
          label={texts.say('issuers.slug')}
          hint={texts.say('issuers.slugHint', { url: `${server}/i/${slug || '…'}` })}
          placeholder="shop"
          required
        />
      </Form>
    </>
  );
}
