import { useState } from 'preact/hooks';
import { Invite, type InviteMutation } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { useShownOnce } from '../../../parts/copy.js';
import { Dialog } from '../../../parts/dialogs/dialog.js';
import { CheckField, SelectField } from '../../../parts/form/choice-fields.js';
import { NumberField, TextField } from '../../../parts/form/fields.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { useMutation } from '../../../parts/mutation.js';
import { PickSeveral } from '../../../parts/pick/pick-several.js';
import { LinkOnce } from '../../../parts/pictures/link-once.js';
import { useGroups } from '../../../records/finders.js';

const DAY_SECONDS = 86_400;
const DAYS = [1, 7, 30, 90] as const;
const MAX_USES = 1000;

type Created = InviteMutation['createInvitation'];

export interface InvitePeopleProps {
  /** Whether the server can send mails. */
  readonly sendsMails: boolean;
  readonly onClose: () => void;
}

/** Makes an invitation, and then shows its link. */
export function InvitePeople({ sendsMails, onClose }: InvitePeopleProps) {
  const { texts } = useConsole();
  const [created, setCreated] = useShownOnce<Created>();
  return (
    <Dialog title={texts.say('people.invite')} showsOnce={created !== undefined} onClose={onClose}>
      {created === undefined ? (
        <InvitationForm sendsMails={sendsMails} onCreated={setCreated} onCancel={onClose} />
      ) : (
        <>
          <LinkOnce
            label={texts.say('people.invitationLink')}
            text={texts.say('people.invitationLinkText', { count: created.invitation.maxUses })}
            link={{ url: created.url, qrCode: created.qrCode, expiresAt: created.invitation.expiresAt }}
          />
          <div class="actions">
            <button type="button" class="main" onClick={onClose}>
              {texts.say('people.done')}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}

interface InvitationFormProps {
  readonly sendsMails: boolean;
  readonly onCreated: (created: Created) => void;
  readonly onCancel: () => void;
}

function InvitationForm({ sendsMails, onCreated, onCancel }: InvitationFormProps) {
  const { texts } = useConsole();
  const groupField = useGroups();
  const mutation = useMutation(Invite);
  const form = useForm({
    maxUses: 1 as number | null,
    days: '7',
    name: '',
    recipient: '',
    emailDomain: '',
    askEmail: false,
    requiresApproval: false,
  });
  const [groupIds, setGroupIds] = useState<readonly string[]>([]);
  async function submit(): Promise<void> {
    const { maxUses, days, name, recipient, emailDomain, askEmail, requiresApproval } = form.values;
    const input = {
      maxUses,
      lifetime: Number(days) * DAY_SECONDS,
      askEmail,
      requiresApproval,
      groupIds,
      ...(name.trim() !== '' && { name: name.trim() }),
      ...(recipient.trim() !== '' && { recipient: recipient.trim() }),
      ...(emailDomain.trim() !== '' && { emailDomain: emailDomain.trim() }),
    };
    const data = await mutation.run({ input });
    if (data === undefined) return;
    form.reset();
    onCreated(data.createInvitation);
  }
  return (
    <Form
      form={form}
      error={mutation.error}
      isRunning={mutation.isRunning}
      submitLabel={texts.say('people.makeLink')}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <p class="hint">{texts.say('people.inviteText')}</p>
      <div class="field-pairs">
        <NumberField form={form} name="maxUses" label={texts.say('people.maxUses')} min={1} max={MAX_USES} required />
        <SelectField
          form={form}
          name="days"
          label={texts.say('people.worksFor')}
          options={DAYS.map((days) => ({ value: String(days), label: texts.say('people.days', { days }) }))}
        />
      </div>
      <PickSeveral
        label={texts.say('people.joinGroups')}
        hint={texts.say('people.joinGroupsHint')}
        {...groupField}
        onPick={setGroupIds}
      />
      <CheckField
        form={form}
        name="askEmail"
        label={texts.say('people.askEmail')}
        hint={texts.say('people.askEmailHint')}
      />
      <details>
        <summary>{texts.say('people.more')}</summary>
        <div class="stack">
          <CheckField
            form={form}
            name="requiresApproval"
            label={texts.say('people.requireApproval')}
            hint={texts.say('people.requireApprovalHint')}
          />
          {sendsMails && (
            <>
              <TextField
                form={form}
                name="emailDomain"
                label={texts.say('people.emailDomain')}
                hint={texts.say('people.emailDomainHint')}
                placeholder="example.com"
              />
              <TextField
                form={form}
                name="recipient"
                type="email"
                label={texts.say('people.recipient')}
                hint={texts.say('people.recipientHint')}
              />
            </>
          )}
          <TextField
            form={form}
            name="name"
            label={texts.say('people.purpose')}
            hint={texts.say('people.purposeHint')}
          />
        </div>
      </details>
    </Form>
  );
}
