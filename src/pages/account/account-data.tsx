import { ActionButton, ActionForm, Day, Fold, Section, type SectionFrame } from './account-parts.js';

export interface AccountDeletion {
  /** Whether users of this server can delete their accounts. */
  readonly isAllowed: boolean;
  /** When the account will be deleted, unless users cannot delete their accounts then. Missing if it stays. */
  readonly at?: Date | undefined;
}

interface DataProps {
  readonly of: SectionFrame;
  readonly deletion: AccountDeletion;
}

/** The section in which the user downloads what the server stores about the account, or deletes the account. */
export function Data({ of, deletion }: DataProps) {
  const { say } = of.frame.texts;
  const isNew = isNewlyPlanned({ of, deletion });
  return (
    <Section of={isNew ? { ...of, outcome: undefined } : of} id="data" heading="data.heading" lead="data.lead">
      {isNew && <DeletionNotice of={of} deletion={deletion} />}
      <ActionForm>
        <ActionButton action="export-account">{say('data.export')}</ActionButton>
      </ActionForm>
      {deletion.isAllowed && deletion.at === undefined && (
        <Fold label={say('data.delete')}>
          <ActionForm>
            <p>{say('data.deleteLead')}</p>
            <ActionButton action="request-deletion">{say('data.deleteButton')}</ActionButton>
          </ActionForm>
        </Fold>
      )}
    </Section>
  );
}

/**
 * Whether the user has just asked for the deletion. The notice about it is then at the place of the form, so that the
 * user sees it, and not at the top of the page.
 */
export function isNewlyPlanned({ of: { outcome }, deletion: { at } }: DataProps): boolean {
  return at !== undefined && outcome !== undefined && 'done' in outcome && outcome.done === 'deletionRequested';
}

/**
 * Says when the account will be deleted, and lets the user keep it. The time is unknown while the server deletes no
 * accounts.
 */
export function DeletionNotice({ of, deletion }: DataProps) {
  const { isAllowed, at } = deletion;
  if (at === undefined) return null;
  const focused = isNewlyPlanned({ of, deletion }) ? { role: 'status' as const, tabIndex: -1, autofocus: true } : {};
  return (
    <div class="notice notice-problem stack" {...focused}>
      <p>{isAllowed ? <Day of={of} at={at} text="data.deletionAt" /> : of.frame.texts.say('data.deletionPaused')}</p>
      <ActionForm>
        <ActionButton action="cancel-deletion">{of.frame.texts.say('data.keep')}</ActionButton>
      </ActionForm>
    </div>
  );
}
