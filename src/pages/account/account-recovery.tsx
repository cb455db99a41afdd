import { ActionButton, ActionForm, Fold, Section, type SectionFrame } from './account-parts.js';

export function Recovery({ of, codesLeft }: { of: SectionFrame; codesLeft: number }) {
  const { recovery: texts } = of.frame.texts.ownAccount;
  return (
    <Section of={of} id="recovery" heading={texts.heading} lead={texts.lead}>
      <p>{codesLeft === 0 ? texts.none : texts.left(codesLeft)}</p>
      {codesLeft === 0 ? (
        <ActionForm>
          <ActionButton action="create-recovery-codes">{texts.make}</ActionButton>
        </ActionForm>
      ) : (
        <Fold label={texts.replace}>
          <ActionForm>
            <p>{texts.replaceLead}</p>
            <ActionButton action="create-recovery-codes">{texts.make}</ActionButton>
          </ActionForm>
        </Fold>
      )}
    </Section>
  );
}
