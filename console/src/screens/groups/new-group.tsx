import { useLocation } from 'preact-iso/router';
import { CreateGroup } from '../../generated/groups.js';
import { useConsole } from '../../parts/console-context.js';
import { Dialog } from '../../parts/dialogs/dialog.js';
import { TextField } from '../../parts/form/fields.js';
import { Form, useForm } from '../../parts/form/form.js';
import { useMutation } from '../../parts/mutation.js';
import { screenPath } from '../../parts/screen-path.js';

/** Creates a group, and opens it, so that members can be added. */
export function NewGroup({ onClose }: { readonly onClose: () => void }) {
  const { texts } = useConsole();
  const { route } = useLocation();
  const mutation = useMutation(CreateGroup);
  const form = useForm({ name: '', description: '', id: '' });
  async function submit(): Promise<void> {
    const { name, description, id } = form.values;
    const data = await mutation.run({
      input: { name, description: description.trim() || null, id: id.trim() || null },
    });
    if (data === undefined) return;
    form.reset();
    onClose();
    route(screenPath('groups', data.createGroup.group.id));
  }
  return (
    <Dialog title={texts.say('groups.new')} onClose={onClose}>
      <Form
        form={form}
        error={mutation.error}
        isRunning={mutation.isRunning}
        submitLabel={texts.say('groups.create')}
        onSubmit={submit}
        onCancel={onClose}
      >
        <TextField form={form} name="name" label={texts.say('groups.name')} required />
        <TextField form={form} name="description" label={texts.say('parts.description')} />
        <TextField form={form} name="id" label={texts.say('groups.id')} hint={texts.say('groups.idHint')} />
      </Form>
    </Dialog>
  );
}
