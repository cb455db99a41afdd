import type { Application } from '../layout/frame.js';
import { Tile } from '../layout/marks.js';
import type { ListPlace } from './account-outcome.js';
import { Pages, Section, type SectionFrame } from './account-parts.js';

/** An application that the user may open. */
export interface LauncherEntry extends Application {
  readonly id: string;
  readonly url: string;
}

interface LauncherProps {
  readonly of: SectionFrame;
  readonly entries: readonly LauncherEntry[];
  readonly place: ListPlace;
}

export function Launcher({ of, entries, place }: LauncherProps) {
  return (
    <Section of={of} id="launcher" heading="launcher.heading">
      <ul class="launcher">
        {entries.map(({ id, name, logo, url }) => (
          <li key={id}>
            <a class="launch" href={url} rel="noreferrer">
              <Tile application={{ name, logo }} />
              <span>{name}</span>
            </a>
          </li>
        ))}
      </ul>
      <Pages of={of} list="launcher" place={place} />
    </Section>
  );
}
