import type { PersonQuery } from '../../../generated/people.js';

export type PersonData = NonNullable<PersonQuery['user']>;

export interface PersonSectionProps {
  readonly person: PersonData;
  readonly mayChange: boolean;
  readonly onChanged: () => void;
}
