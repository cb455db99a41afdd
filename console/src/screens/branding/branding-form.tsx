import { AdminRequestError } from '../../../../packages/admin/src/client/admin-request-error.js';
import { SaveIssuerBranding, SaveServerBranding } from '../../generated/branding.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Form, useForm } from '../../parts/form/form.js';
import { useMutation } from '../../parts/mutation.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { BrandingFields } from './branding-fields.js';
import { BrandingPreview } from './branding-preview.js';
import { type BrandingTarget, changesOf, fieldOf, isServer, toServerSettings } from './targets.js';
import { usePreview } from './use-preview.js';

export interface BrandingFormProps {
  readonly target: BrandingTarget;
  readonly reload: () => void;
}

/** The form, and beside it the preview. Those who may only read see the preview of the saved values. */
export function BrandingForm({ target, reload }: BrandingFormProps) {
  const context = useConsole();
  const { texts } = context;
  const notify = useNotice();
  const form = useForm(target.values);
  const ofServer = useMutation(SaveServerBranding);
  const ofIssuer = useMutation(SaveIssuerBranding);
  const changes = changesOf(target, form.values);
  const preview = usePreview(target.issuerId, changes);

  async function submit(): Promise<void> {
    const data = isServer(target)
      ? await ofServer.run({ input: toServerSettings(changes) })
      : await ofIssuer.run({ input: { id: target.issuerId, branding: changes } });
    if (data === undefined) return;
    form.reset(form.values);
    notify(texts.say('branding.saved'));
    reload();
  }
  return (
    <div class="columns">
      {isAllowed(context, 'issuers:write') && (
        <Form
          form={form}
          error={withFormNames(ofServer.error ?? ofIssuer.error ?? preview.error)}
          isRunning={ofServer.isRunning || ofIssuer.isRunning}
          submitLabel={texts.say('parts.saveChanges')}
          onSubmit={() => void submit()}
        >
          <BrandingFields
            form={form}
            target={target}
            onUploaded={(name, url) => {
              form.reset({ ...target.values, [name]: url }, { ...form.values, [name]: url });
              notify(texts.say('parts.logoSaved'));
              reload();
            }}
          />
        </Form>
      )}
      <BrandingPreview preview={preview} />
    </div>
  );
}

/** The errors of the API, with the names of the form. */
function withFormNames(error: AdminRequestError | undefined): AdminRequestError | undefined {
  const [first, ...others] = (error?.faults ?? []).map((fault) => ({
    ...fault,
    extensions: { ...fault.extensions, field: fieldOf(fault.extensions?.field) },
  }));
  return first === undefined ? undefined : new AdminRequestError([first, ...others], error?.status);
}
