import {
  type ResetAccessMutation as ResetAccessData,
  ResetAccess as ResetAccessMutation,
  WhatRemovalEnds,
  WhatResetEnds,
} from '../../generated/people.js';
import { useConsole } from '../../parts/console-context.js';
import { useShownOnce } from '../../parts/copy.js';
import { Dialog } from '../../parts/dialogs/dialog.js';
import { EffectsInWords } from '../../parts/dialogs/effects-in-words.js';
import { CheckField, SelectField } from '../../parts/form/choice-fields.js';
import { Form, useForm } from '../../parts/form/form.js';
import { Loaded } from '../../parts/loaded.js';
import { useMutation } from '../../parts/mutation.js';
import { LinkOnce } from '../../parts/pictures/link-once.js';
import { useQuery } from '../../parts/query.js';
import { type Named, nameOf } from '../../records/name-of.js';

interface Passkey {
  readonly name: string;
}

export interface ResetAccessProps {
  readonly person: Named & {
    readonly id: string;
    readonly email: string | null;
    readonly passkeys: readonly Passkey[];
  };
  readonly onClose: () => void;
}

const LIFETIMES = { HOUR: 3600, DAY: 86_400, WEEK: 604_800 } as const;

type Lifetime = keyof typeof LIFETIMES;
type Link = ResetAccessData['createEnrolmentLink']['enrolmentLink'] & { readonly hasRemoved: boolean };

/**
 * Makes a link with which a person creates a passkey, after it has said what the use of the link ends. It can also remove
 * the passkeys that the person has.
 */
export function ResetAccess({ person, onClose }: ResetAccessProps) {
  const { texts } = useConsole();
  const [link, setLink] = useShownOnce<Link>();
  const name = nameOf(person);
  return (
    <Dialog
      title={texts.say(person.passkeys.length > 0 ? 'people.resetTitle' : 'people.newLinkTitle', { name })}
      showsOnce={link !== undefined}
      onClose={onClose}
    >
      {link === undefined ? (
        <LinkForm person={person} onMade={setLink} onCancel={onClose} />
      ) : (
        <>
          {link.hasRemoved && <p>{texts.say('people.passkeysRemoved')}</p>}
          <LinkOnce
            label={texts.say('people.enrolmentLink')}
            text={texts.say('people.enrolmentLinkText', { name })}
            link={link}
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

interface LinkFormProps {
  readonly person: ResetAccessProps['person'];
  readonly onMade: (link: Link) => void;
  readonly onCancel: () => void;
}

function LinkForm({ person: { id, email, passkeys }, onMade, onCancel }: LinkFormProps) {
  const { texts, userId } = useConsole();
  const hasPasskeys = passkeys.length > 0;
  const effects = useQuery(WhatResetEnds, { userId: id });
  const mutation = useMutation(ResetAccessMutation);
  const form = useForm({ lifetime: 'DAY', mail: false, removePasskeys: false });
  async function submit(): Promise<void> {
    const { lifetime, ...values } = form.values;
    const data = await mutation.run({ ...values, userId: id, lifetime: LIFETIMES[lifetime as Lifetime] });
    if (data === undefined) return;
    form.reset();
    onMade({ ...data.createEnrolmentLink.enrolmentLink, hasRemoved: values.removePasskeys });
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
      <p>{texts.say('people.newLinkText')}</p>
      <SelectField
        form={form}
        name="lifetime"
        label={texts.say('people.worksFor')}
        options={Object.keys(LIFETIMES).map((value) => ({
          value,
          label: texts.say(`people.lifetime.${value as Lifetime}`),
        }))}
      />
      {hasPasskeys && id !== userId && (
        <CheckField
          form={form}
          name="removePasskeys"
          label={texts.say('people.removePasskeys')}
          hint={texts.say('people.removePasskeysHint')}
        />
      )}
      {hasPasskeys && (
        <div class="effects" aria-live="polite">
          {form.values.removePasskeys ? (
            <EndsAtOnce userId={id} passkeys={passkeys} />
          ) : (
            <>
              <p>{texts.say('people.resetText')}</p>
              <Loaded query={effects}>{({ previewEnrolment }) => <EffectsInWords effects={previewEnrolment} />}</Loaded>
            </>
          )}
        </div>
      )}
      {!hasPasskeys && email !== null && effects.data?.sendsMails === true && (
        <CheckField form={form} name="mail" label={texts.say('people.mailLink', { email })} />
      )}
    </Form>
  );
}

/** What ends before the link is used, if the passkeys are removed. */
function EndsAtOnce({ userId, passkeys }: { readonly userId: string; readonly passkeys: readonly Passkey[] }) {
  const { texts } = useConsole();
  const query = useQuery(WhatRemovalEnds, { userId });
  return (
    <>
      <p>{texts.say('people.removedAtOnce')}</p>
      <Loaded query={query}>
        {({ createEnrolmentLink: { effects } }) => <EffectsInWords effects={effects} passkeys={passkeys} />}
      </Loaded>
    </>
  );
}
