import { ActionButton, ActionForm, Fold, Section, type SectionFrame } from './account-parts.js';

export function Recovery({ of, codesLeft }: { of: SectionFrame; codesLeft: number }) {
  const { say } = of.frame.texts;
  return (
    <Section of={of} id="recovery" heading="recovery.heading" lead="recovery.lead">
      <p>{codesLeft === 0 ? say('recovery.none') : say('recovery.left', { count: codesLeft })}</p>
      {codesLeft === 0 ? (
        <ActionForm>
          <ActionButton action="create-recovery-codes">{say('recovery.create')}</ActionButton>
        </ActionForm>
      ) : (
        <Fold label={say('recovery.replace')}>
          <ActionForm>
            <p>{say('recovery.replaceLead')}</p>
            <ActionButton action="create-recovery-codes">{say('recovery.create')}</ActionButton>
          </ActionForm>
        </Fold>
      )}
    </Section>
  );
}
