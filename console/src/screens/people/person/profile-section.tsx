import { useState } from 'preact/hooks';
import { useConsole } from '../../../parts/console-context.js';
import { Badge, Facts, Section } from '../../../parts/page.js';
import type { PersonSectionProps } from './person-data.js';
import { ProfileForm } from './profile-form.js';

/** Who the person is, and a form to change it. */
export function ProfileSection({ person, mayChange, onChanged }: PersonSectionProps) {
  const { texts } = useConsole();
  const [isEditing, setEditing] = useState(false);
  const edit = (
    <button type="button" onClick={() => setEditing(true)}>
      {texts.say('people.edit')}
    </button>
  );
  return (
    <Section title={texts.say('people.profile')} actions={mayChange && !isEditing ? edit : undefined}>
      {isEditing ? (
        <ProfileForm
          person={person}
          onSaved={() => {
            setEditing(false);
            onChanged();
          }}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <ProfileFacts person={person} />
      )}
    </Section>
  );
}

function ProfileFacts({ person }: Pick<PersonSectionProps, 'person'>) {
  const { texts } = useConsole();
  const { claims, origin, invitation } = person;
  const items = [
    { name: texts.say('people.username'), value: person.username },
    { name: texts.say('people.fullName'), value: person.name },
    { name: texts.say('people.givenName'), value: person.givenName },
    { name: texts.say('people.familyName'), value: person.familyName },
    {
      name: texts.say('people.email'),
      value:
        person.email === null ? (
          <span class="soft">{texts.say('people.noEmail')}</span>
        ) : (
          <Verified value={person.email} isVerified={person.emailVerified} />
        ),
    },
    {
      name: texts.say('people.phone'),
      value: person.phoneNumber && <Verified value={person.phoneNumber} isVerified={person.phoneNumberVerified} />,
    },
    { name: texts.say('people.locale'), value: person.locale },
    { name: texts.say('people.zoneinfo'), value: person.zoneinfo },
    {
      name: texts.say('people.claims'),
      value: Object.keys(claims).length > 0 && <code>{JSON.stringify(claims)}</code>,
    },
    { name: texts.say('people.id'), value: <code>{person.id}</code> },
    {
      name: texts.say('people.registered'),
      value:
        origin === null
          ? texts.moment(person.createdAt)
          : texts.say(`people.origin.${origin}`, {
              moment: texts.moment(person.createdAt),
              invitation: invitation?.name ?? '',
            }),
    },
    {
      name: texts.say('people.lastSignIn'),
      value: person.lastSignInAt === null ? texts.say('people.never') : texts.moment(person.lastSignInAt),
    },
    { name: texts.say('people.awaitsGroups'), value: person.awaitsGroups && texts.say('people.awaitsGroupsText') },
  ];
  return <Facts items={items.filter(({ value }) => value !== null && value !== false && value !== '')} />;
}

function Verified({ value, isVerified }: { readonly value: string; readonly isVerified: boolean }) {
  const { texts } = useConsole();
  return (
    <span class="badges">
      {value}
      <Badge tone={isVerified ? 'good' : 'plain'}>
        {texts.say(isVerified ? 'people.verified' : 'people.notVerified')}
      </Badge>
    </span>
  );
}
