import { accessInWords, type RequestedScope } from '../sign-in/requested-access.js';
import type { ListPlace } from './account-outcome.js';
import { ActionButton, ActionForm, Day, Fold, Pages, Rows, Section, type SectionFrame } from './account-parts.js';

export interface AccountApplication {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly RequestedScope[];
  readonly claims: readonly string[];
  /** Whether the application may access the account while the user is away (scope `offline_access`). */
  readonly offline: boolean;
  readonly since: Date;
  readonly lastUsedAt?: Date | undefined;
}

interface ApplicationsProps {
  readonly of: SectionFrame;
  readonly applications: readonly AccountApplication[];
  readonly place: ListPlace;
}

export function Applications({ of, applications, place }: ApplicationsProps) {
  const isOnlyPage = place.next === undefined && place.isLater !== true;
  const lead = isOnlyPage && applications.length === 0 ? undefined : 'applications.lead';
  return (
    <Section of={of} id="applications" heading="applications.heading" lead={lead}>
      <Rows none={isOnlyPage ? of.frame.texts.say('applications.none') : undefined}>
        {applications.map((application, position) => (
          <ApplicationRow key={application.id} of={of} application={application} position={position} />
        ))}
      </Rows>
      <Pages of={of} list="applications" place={place} />
    </Section>
  );
}

interface ApplicationRowProps {
  readonly of: SectionFrame;
  readonly application: AccountApplication;
  readonly position: number;
}

function ApplicationRow({ of, application, position }: ApplicationRowProps) {
  const { texts } = of.frame;
  const { id, name, claims, offline, since, lastUsedAt } = application;
  const title = `application-${position}`;
  // The page shows offline access as a tag, so the list of scopes leaves out `offline_access`.
  const scopes = application.scopes.filter((scope) => !(offline && scope.id === 'offline_access'));
  return (
    <li class="row">
      <div class="row-body">
        <p class="row-title" id={title}>
          {name}
        </p>
        <ul class="ticks">
          {accessInWords(texts, { scopes, claims }).map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
        <p class="row-detail">
          {offline && <span class="tag">{texts.say('applications.offline')}</span>}
          <Day of={of} at={since} text="applications.since" />
          {lastUsedAt !== undefined && <Day of={of} at={lastUsedAt} text="applications.lastUsed" />}
        </p>
        <div class="folds">
          <Fold label={texts.say('applications.revoke')} about={title}>
            <ActionForm target={['application', id]}>
              <p>{texts.say('applications.revokeLead', { application: name })}</p>
              <ActionButton action="revoke-application" about={title}>
                {texts.say('applications.revokeButton')}
              </ActionButton>
            </ActionForm>
          </Fold>
        </div>
      </div>
    </li>
  );
}
