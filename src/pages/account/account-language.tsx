import { languageName } from '../formatters.js';
import { Choice } from '../layout/parts.js';
import { LANGUAGES } from '../texts/choose-texts.js';
import { ActionButton, ActionForm, fieldProblem, Section, type SectionFrame } from './account-parts.js';

interface LanguageProps {
  readonly of: SectionFrame;
  /** The language tag in the profile of the user, or an empty text. */
  readonly current: string;
}

/** The section in which the user chooses the language of pages and mails. */
export function Language({ of, current }: LanguageProps) {
  const { say } = of.frame.texts;
  const offered = LANGUAGES.map(({ lang }) => lang);
  // An administrator may have set a language in which there are no pages.
  const values = current === '' || offered.includes(current) ? offered : [current, ...offered];
  return (
    <Section of={of} id="language" heading="language.heading" lead="language.lead">
      <ActionForm>
        <Choice
          id="language-locale"
          name="locale"
          label={say('language.label')}
          value={current}
          options={[['', say('language.ofBrowser')], ...values.map((value) => [value, languageName(value)] as const)]}
          problem={fieldProblem(of, 'language', 'locale')}
        />
        <ActionButton action="change-language">{say('language.save')}</ActionButton>
      </ActionForm>
    </Section>
  );
}
