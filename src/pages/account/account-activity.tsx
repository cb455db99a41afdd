import { countryName, deviceName } from '../formatters.js';
import type { NameIn, Texts } from '../texts/texts.js';
import type { ListPlace } from './account-outcome.js';
import { Moment, Pages, Rows, Section, type SectionFrame } from './account-parts.js';

/** What happened to the account. */
export interface AccountActivity {
  readonly id: string;
  readonly at: Date;
  readonly happening:
    | { readonly about: 'account'; readonly what: NameIn<'activity.account'> }
    | { readonly about: 'application'; readonly what: NameIn<'activity.application'>; readonly application: string }
    | { readonly about: 'named'; readonly what: NameIn<'activity.named'>; readonly name: string };
  readonly byAdministrator: boolean;
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
  readonly address?: string | undefined;
  /** The country of the IP address, as ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
}

interface ActivityProps {
  readonly of: SectionFrame;
  readonly entries: readonly AccountActivity[];
  readonly place: ListPlace;
}

export function Activity({ of, entries, place }: ActivityProps) {
  const { texts } = of.frame;
  return (
    <Section of={of} id="activity" heading="activity.heading" lead="activity.lead">
      <Rows none={place.next === undefined ? texts.say('activity.none') : undefined}>
        {entries.map((entry) => (
          <ActivityRow key={entry.id} of={of} entry={entry} />
        ))}
      </Rows>
      <Pages of={of} list="activity" place={place} />
    </Section>
  );
}

function ActivityRow({ of, entry }: { of: SectionFrame; entry: AccountActivity }) {
  const { texts } = of.frame;
  const { at, byAdministrator, address, country } = entry;
  const device = deviceName(texts, entry);
  return (
    <li class="row">
      <div class="row-body">
        <p class="row-title">{sentenceOf(texts, entry)}</p>
        <p class="row-detail">
          {byAdministrator && <span class="tag">{texts.say('activity.byAdministrator')}</span>}
          <Moment of={of} at={at} text="activity.at" />
          {device !== undefined && <span>{device}</span>}
          {country !== undefined && <span>{countryName(texts.lang, country)}</span>}
          {address !== undefined && <span>{texts.say('sessions.address', { address })}</span>}
        </p>
      </div>
    </li>
  );
}

function sentenceOf({ say }: Texts, { happening }: AccountActivity): string {
  switch (happening.about) {
    case 'account':
      return say(`activity.account.${happening.what}`);
    case 'application':
      return say(`activity.application.${happening.what}`, { application: happening.application });
    case 'named':
      return say(`activity.named.${happening.what}`, { name: happening.name });
  }
}
