import { useState } from 'preact/hooks';
import type { AdminRequestError } from '../../../../../packages/admin/src/client/admin-request-error.js';
import { UpdatePerson, type UpdateUserInput } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { CheckField } from '../../../parts/form/choice-fields.js';
import { fieldError } from '../../../parts/form/field-error.js';
import { TextArea, TextField } from '../../../parts/form/fields.js';
import { Form, type FormState, useForm } from '../../../parts/form/form.js';
import { useMutation } from '../../../parts/mutation.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { ImageUpload } from '../../../parts/pictures/image-upload.js';
import { Picture } from '../../../parts/pictures/picture.js';
import type { PersonData } from './person-data.js';

export interface ProfileFormProps {
  readonly person: PersonData;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}

export function ProfileForm({ person, onSaved, onCancel }: ProfileFormProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  const mutation = useMutation(UpdatePerson);
  const form = withMarks(useForm(valuesOf(person)), person);
  const [problem, setProblem] = useState<AdminRequestError>();
  const [picture, setPicture] = useState(person.picture);

  async function submit(): Promise<void> {
    const claims = parseObject(form.values.claims);
    if (claims === undefined) return setProblem(fieldError('claims', texts.say('people.claimsProblem')));
    setProblem(undefined);
    const hasClaims = JSON.stringify(claims) !== JSON.stringify(person.claims);
    const input = { id: person.id, ...changesOf(person, form.values), ...(hasClaims && { claims }) };
    const data = await mutation.run({ input });
    if (data === undefined) return;
    form.reset();
    notice(texts.say('parts.saved'));
    onSaved();
  }
  async function removePicture(): Promise<void> {
    if ((await mutation.run({ input: { id: person.id, picture: null } })) !== undefined) setPicture(null);
  }
  return (
    <Form
      form={form}
      error={problem ?? mutation.error}
      isRunning={mutation.isRunning}
      onSubmit={submit}
      onCancel={() => {
        onCancel();
        if (picture !== person.picture) onSaved();
      }}
    >
      <ImageUpload
        label={texts.say('people.picture')}
        path={`/pictures/users/${encodeURIComponent(person.id)}`}
        shown={<Picture url={picture} name={form.values.username} isLarge />}
        onSent={setPicture}
      >
        {picture !== null && (
          <button type="button" class="small" disabled={mutation.isRunning} onClick={() => void removePicture()}>
            {texts.say('people.removePicture')}
          </button>
        )}
      </ImageUpload>
      <div class="field-pairs">
        <TextField form={form} name="username" label={texts.say('people.username')} required />
        <TextField form={form} name="name" label={texts.say('people.fullName')} />
        <TextField form={form} name="givenName" label={texts.say('people.givenName')} />
        <TextField form={form} name="familyName" label={texts.say('people.familyName')} />
        <TextField form={form} name="email" type="email" label={texts.say('people.email')} />
        <TextField form={form} name="phoneNumber" label={texts.say('people.phone')} placeholder="+15551234567" />
      </div>
      <CheckField
        form={form}
        name="emailVerified"
        label={texts.say('people.emailVerified')}
        hint={texts.say('people.verifiedHint')}
      />
      <CheckField form={form} name="phoneNumberVerified" label={texts.say('people.phoneVerified')} />
      <div class="field-pairs">
        <TextField form={form} name="locale" label={texts.say('people.locale')} placeholder="de-AT" />
        <TextField form={form} name="zoneinfo" label={texts.say('people.zoneinfo')} placeholder="Europe/Vienna" />
      </div>
      <TextArea form={form} name="claims" label={texts.say('people.claims')} hint={texts.say('people.claimsHint')} />
    </Form>
  );
}

const TEXTS = ['name', 'givenName', 'familyName', 'email', 'phoneNumber', 'locale', 'zoneinfo'] as const;

type Values = ReturnType<typeof valuesOf>;

function valuesOf(person: PersonData) {
  const { username, emailVerified, phoneNumberVerified, claims } = person;
  return {
    username,
    name: person.name ?? '',
    givenName: person.givenName ?? '',
    familyName: person.familyName ?? '',
    email: person.email ?? '',
    emailVerified,
    phoneNumber: person.phoneNumber ?? '',
    phoneNumberVerified,
    locale: person.locale ?? '',
    zoneinfo: person.zoneinfo ?? '',
    claims: Object.keys(claims).length === 0 ? '' : JSON.stringify(claims, null, 2),
  };
}

/** A new address or number is not verified, until the administrator says so. */
function withMarks(form: FormState<Values>, person: PersonData): FormState<Values> {
  return {
    ...form,
    set: (name, value) => {
      form.set(name, value);
      if (name === 'email') form.set('emailVerified', person.emailVerified && value === person.email);
      if (name === 'phoneNumber')
        form.set('phoneNumberVerified', person.phoneNumberVerified && value === person.phoneNumber);
    },
  };
}

/** Only what has changed is sent, so that two administrators do not undo each other's changes. */
function changesOf(person: PersonData, values: Values): Omit<UpdateUserInput, 'id'> {
  const changed = TEXTS.filter((name) => values[name].trim() !== (person[name] ?? ''));
  const { username, emailVerified, phoneNumberVerified } = values;
  return {
    ...Object.fromEntries(changed.map((name) => [name, values[name].trim() || null])),
    ...(username.trim() !== person.username && { username: username.trim() }),
    // Without the mark, a new address or number is not verified.
    ...((emailVerified !== person.emailVerified || (changed.includes('email') && emailVerified)) && { emailVerified }),
    ...((phoneNumberVerified !== person.phoneNumberVerified ||
      (changed.includes('phoneNumber') && phoneNumberVerified)) && { phoneNumberVerified }),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
