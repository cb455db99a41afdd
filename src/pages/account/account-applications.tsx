import { type AskedScope, inWords } from '../consent-page.js';
import { ActionButton, ActionForm, Day, Fold, Rows, Section, type SectionFrame } from './account-parts.js';

export interface AccountApplication {
  readonly id: string;
  readonly name: string;
  /** What it may see or do. */
  readonly scopes: readonly AskedScope[];
  readonly claims: readonly string[];
  readonly offline: boolean;
  readonly since: Date;
  readonly lastUsedAt?: Date | undefined;
}

interface ApplicationsProps {
  readonly of: SectionFrame;
  readonly applications: readonly AccountApplication[];
}

export function Applications({ of, applications }: ApplicationsProps) {
  const { applications: texts } = of.frame.texts.ownAccount;
  return (
    <Section of={of} id="applications" heading={texts.heading} lead={texts.lead}>
      <Rows none={texts.none}>
        {applications.map((application, position) => (
          <ApplicationRow key={application.id} of={of} application={application} position={position} />
        ))}
      </Rows>
    </Section>
  );
}

interface ApplicationRowProps {
  readonly of: SectionFrame;
  readonly application: AccountApplication;
  readonly position: number;
}

function ApplicationRow({ of, application, position }: ApplicationRowProps) {
  const { consent, ownAccount } = of.frame.texts;
  const { applications: texts } = ownAccount;
  const { id, name, scopes, claims, offline, since, lastUsedAt } = application;
  const title = `application-${position}`;
  // Said by its mark already.
  const further = scopes.filter((scope) => !(offline && scope.id === 'offline_access'));
  return (
    <li class="row">
      <div class="row-body">
        <p class="row-title" id={title}>
          {name}
        </p>
        <ul class="ticks">
          {[...further.map((scope) => inWords(consent, scope)), ...claims.map(consent.claim)].map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
        <p class="row-detail">
          {offline && <span class="tag">{texts.offline}</span>}
          <Day of={of} at={since} say={texts.since} />
          {lastUsedAt !== undefined && <Day of={of} at={lastUsedAt} say={texts.lastUsed} />}
        </p>
        <div class="folds">
          <Fold label={texts.revoke} about={title}>
            <ActionForm target={['application', id]}>
              <p>{texts.revokeLead(name)}</p>
              <ActionButton action="revoke-application" about={title}>
                {texts.revokeButton}
              </ActionButton>
            </ActionForm>
          </Fold>
        </div>
      </div>
    </li>
  );
}
