import { useState } from 'preact/hooks';
import { CreatePerson, type CreatePersonMutation } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { useShownOnce } from '../../../parts/copy.js';
import { Dialog } from '../../../parts/dialogs/dialog.js';
import { CheckField } from '../../../parts/form/choice-fields.js';
import { TextField } from '../../../parts/form/fields.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { useMutation } from '../../../parts/mutation.js';
import { PickSeveral } from '../../../parts/pick/pick-several.js';
import { LinkOnce } from '../../../parts/pictures/link-once.js';
import { screenPath } from '../../../parts/screen-path.js';
import { useGroups } from '../../../records/finders.js';
import { nameOf } from '../../../records/name-of.js';

/** Creates a person, and then shows the link with which the person creates a passkey. */
export function NewPerson({ onClose }: { readonly onClose: () => void }) {
  const { texts } = useConsole();
  const [created, setCreated] = useShownOnce<CreatePersonMutation['createUser']>();
  return (
    <Dialog
      title={
        created === undefined ? texts.say('people.new') : texts.say('people.created', { name: nameOf(created.user) })
      }
      showsOnce={created !== undefined}
      onClose={onClose}
    >
      {created === undefined ? (
        <PersonForm onCreated={setCreated} onCancel={onClose} />
      ) : (
        <>
          {created.enrolmentLink !== null && (
            <LinkOnce
              label={texts.say('people.enrolmentLink')}
              text={texts.say('people.enrolmentLinkText', { name: nameOf(created.user) })}
              link={created.enrolmentLink}
            />
          )}
          <div class="actions">
            <a class="button main" href={screenPath('people', created.user.id)}>
              {texts.say('people.open', { name: nameOf(created.user) })}
            </a>
            <button type="button" onClick={onClose}>
              {texts.say('people.done')}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}

interface PersonFormProps {
  readonly onCreated: (created: CreatePersonMutation['createUser']) => void;
  readonly onCancel: () => void;
}

function PersonForm({ onCreated, onCancel }: PersonFormProps) {
  const { texts } = useConsole();
  const groupField = useGroups();
  const mutation = useMutation(CreatePerson);
  const form = useForm({ username: '', name: '', email: '', enrolmentLink: true });
  const [groupIds, setGroupIds] = useState<readonly string[]>([]);
  async function submit(): Promise<void> {
    const { username, name, email, enrolmentLink } = form.values;
    const input = {
      username: username.trim(),
      ...(name.trim() !== '' && { name: name.trim() }),
      ...(email.trim() !== '' && { email: email.trim() }),
      ...(groupIds.length > 0 && { groupIds }),
      enrolmentLink,
    };
    const data = await mutation.run({ input });
    if (data === undefined) return;
    form.reset();
    onCreated(data.createUser);
  }
  return (
    <Form
      form={form}
      error={mutation.error}
      isRunning={mutation.isRunning}
      submitLabel={texts.say('people.create')}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <TextField
        form={form}
        name="username"
        label={texts.say('people.username')}
        hint={texts.say('people.usernameHint')}
        required
      />
      <TextField form={form} name="name" label={texts.say('people.fullName')} />
      <TextField form={form} name="email" type="email" label={texts.say('people.email')} />
      <PickSeveral
        label={texts.say('shell.groups')}
        hint={texts.say('people.groupsHint')}
        {...groupField}
        onPick={setGroupIds}
      />
      <CheckField
        form={form}
        name="enrolmentLink"
        label={texts.say('people.withLink')}
        hint={texts.say('people.withLinkHint')}
      />
    </Form>
  );
}
