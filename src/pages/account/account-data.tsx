import { ActionButton, ActionForm, Section, type SectionFrame } from './account-parts.js';

/** The section in which the user downloads what the server stores about the account. */
export function Data({ of }: { of: SectionFrame }) {
  const { say } = of.frame.texts;
  return (
    <Section of={of} id="data" heading="data.heading" lead="data.lead">
      <ActionForm>
        <ActionButton action="export-account">{say('data.export')}</ActionButton>
      </ActionForm>
    </Section>
  );
}
