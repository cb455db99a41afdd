import { useState } from 'preact/hooks';
import { RenamePasskey as RenamePasskeyMutation } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { Dialog } from '../../../parts/dialogs/dialog.js';
import { TextField } from '../../../parts/form/fields.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { useMutation } from '../../../parts/mutation.js';

interface RenamePasskeyProps {
  readonly passkey: { readonly id: string; readonly name: string };
  readonly onRenamed: () => void;
}

export function RenamePasskey({ passkey, onRenamed }: RenamePasskeyProps) {
  const { texts } = useConsole();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {texts.say('people.rename')}
      </button>
      {isOpen && <RenameDialog passkey={passkey} onRenamed={onRenamed} onClose={() => setOpen(false)} />}
    </>
  );
}

function RenameDialog({ passkey, onRenamed, onClose }: RenamePasskeyProps & { readonly onClose: () => void }) {
  const { texts } = useConsole();
  const mutation = useMutation(RenamePasskeyMutation);
  const form = useForm({ name: passkey.name });
  async function submit(): Promise<void> {
    if ((await mutation.run({ id: passkey.id, name: form.values.name })) === undefined) return;
    form.reset(form.values);
    onClose();
    onRenamed();
  }
  return (
    <Dialog title={texts.say('people.renamePasskeyTitle', { name: passkey.name })} onClose={onClose}>
      <Form form={form} error={mutation.error} isRunning={mutation.isRunning} onSubmit={submit} onCancel={onClose}>
        <TextField form={form} name="name" label={texts.say('people.name')} required />
      </Form>
    </Dialog>
  );
}
