import { type ComponentChild, Fragment } from 'preact';
import type { OwnProfileField } from '../../model/people/user.js';
import type { Texts } from '../texts/texts.js';
import { ActionButton, ActionForm, fieldProblem, Section, type SectionFrame } from './account-parts.js';
import {
  type AccountProfile,
  LABELS,
  Picture,
  TextField,
  TimeZoneField,
  verification,
} from './account-profile-fields.js';

interface ProfileProps {
  readonly of: SectionFrame;
  readonly profile: AccountProfile;
  readonly canVerifyEmail: boolean;
}

export function Profile({ of, profile, canVerifyEmail }: ProfileProps) {
  const { texts } = of.frame;
  return (
    <Section of={of} id="profile" heading="profile.heading" lead="profile.lead">
      <Picture of={of} picture={profile.picture} canChange={profile.editable.includes('picture')} />
      {profile.editable.length > 0 && (
        <ActionForm>
          {ROWS.map((row) => (
            <Row key={row[0]} of={of} profile={profile} fields={row} />
          ))}
          <ActionButton action="change-profile">{texts.say('profile.save')}</ActionButton>
        </ActionForm>
      )}
      <Facts texts={texts} profile={profile} />
      {canVerifyEmail && profile.email !== undefined && (
        <ActionForm>
          <p>{texts.say('profile.verifyLead', { email: profile.email.value })}</p>
          {!profile.editable.includes('email') && <p class="hint">{texts.say('invitation.wrongEmail')}</p>}
          <ActionButton action="send-verification">{texts.say('profile.verifyButton')}</ActionButton>
        </ActionForm>
      )}
    </Section>
  );
}

/** The order of the profile fields. If two fields are in one row, the page shows them side by side on wide screens. */
const ROWS: readonly (readonly OwnProfileField[])[] = [
  ['name'],
  ['givenName', 'familyName'],
  ['picture'],
  ['email', 'phoneNumber'],
  ['locale', 'zoneinfo'],
];

interface RowProps {
  readonly of: SectionFrame;
  readonly profile: AccountProfile;
  readonly fields: readonly OwnProfileField[];
}

function Row({ of, profile, fields }: RowProps) {
  const { frame } = of;
  const shown: ComponentChild[] = fields
    .filter((field) => profile.editable.includes(field))
    // The language has a section of its own.
    .filter((field) => field !== 'locale')
    // The address of an uploaded picture says nothing to the user.
    .filter((field) => field !== 'picture' || profile.picture === undefined)
    .map((field) =>
      field === 'zoneinfo' ? (
        <TimeZoneField
          key={field}
          frame={frame}
          value={profile.fields[field]}
          problem={fieldProblem(of, 'profile', field)}
        />
      ) : (
        <TextField
          key={field}
          texts={frame.texts}
          field={field}
          profile={profile}
          problem={fieldProblem(of, 'profile', field)}
        />
      ),
    );
  if (shown.length === 0) return null;
  return fields.length === 1 ? shown : <div class="pair">{shown}</div>;
}

/** Shows the profile values that only administrators can change. Empty values are left out. */
function Facts({ texts, profile }: { texts: Texts; profile: AccountProfile }) {
  const fixed = ROWS.flat()
    .filter((field) => !profile.editable.includes(field) && profile.fields[field] !== '')
    .filter((field) => field !== 'picture' || profile.picture === undefined);
  const facts = fixed.map((field) => {
    const remark = verification(texts, profile, field);
    const value = profile.fields[field];
    return [texts.say(LABELS[field]), remark === undefined ? value : `${value} (${remark})`] as const;
  });
  return (
    <>
      <p class="hint">{texts.say('profile.byAdministrators')}</p>
      <dl class="facts">
        {[[texts.say('common.username'), profile.username] as const, ...facts].map(([term, fact]) => (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}
