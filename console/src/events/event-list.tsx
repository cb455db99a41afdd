/*
 * This folder says what happened, in words: the events of the audit log as sentences. The screens about activity,
 * people and applications show them. It must not know a screen. To understand this folder, read this file first, then
 * `sentence-texts.ts`.
 */

import { useId, useState } from 'preact/hooks';
import { useConsole } from '../parts/console-context.js';
import { screenPath } from '../parts/screen-path.js';
import type { Texts } from '../texts/texts.js';
import { EventDetails } from './event-details.js';
import { EventSentence } from './event-sentence.js';
import { isBuiltIn } from './names.js';
import { isDenied, type ShownEvent } from './shown-event.js';
import { whyOf } from './why.js';

interface EventListProps {
  /** The events, the newest first. */
  readonly events: readonly ShownEvent[];
  /** The ids of events that have just happened. */
  readonly fresh?: ReadonlySet<string> | undefined;
}

/** Events under the days on which they happened, in the time zone of the browser. */
export function EventList({ events, fresh }: EventListProps) {
  const { texts } = useConsole();
  const days = byDay(events, texts);
  return (
    <div class="events">
      {days.map(([day, ofDay]) => (
        <section key={day} aria-label={day}>
          <p class="event-day">{day}</p>
          <ul>
            {ofDay.map((event) => (
              <EventRow key={event.id} event={event} isFresh={fresh?.has(event.id) === true} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Groups events that are in order. */
function byDay(events: readonly ShownEvent[], texts: Texts): readonly (readonly [string, readonly ShownEvent[]])[] {
  const days: [string, ShownEvent[]][] = [];
  for (const event of events) {
    const day = texts.day(event.at);
    const last = days.at(-1);
    if (last?.[0] === day) last[1].push(event);
    else days.push([day, [event]]);
  }
  return days;
}

function EventRow({ event, isFresh }: { readonly event: ShownEvent; readonly isFresh: boolean }) {
  const { texts } = useConsole();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { at, outcome, ipAddress } = event;
  const why = whyOf(event, texts);
  return (
    <li class="event" data-outcome={outcome} data-fresh={isFresh || undefined}>
      <time class="event-time" dateTime={at} title={texts.moment(at)}>
        {texts.timeOfDay(at)}
      </time>
      <div class="event-text">
        <p id={`${id}-text`}>
          <EventSentence event={event} />
        </p>
        {why !== undefined && (
          <p class="event-why" lang={why.isEnglish ? 'en' : undefined} dir="auto">
            {why.text}
          </p>
        )}
        <WhyDenied event={event} />
      </div>
      <span class="event-address">{ipAddress}</span>
      <button
        type="button"
        class="quiet small"
        aria-expanded={isOpen}
        aria-controls={`${id}-details`}
        aria-describedby={`${id}-text`}
        onClick={() => setOpen(!isOpen)}
      >
        {texts.say('events.details')}
      </button>
      <div class="event-more" id={`${id}-details`} hidden={!isOpen}>
        {isOpen && <EventDetails event={event} />}
      </div>
    </li>
  );
}

/** Leads to the explanation why a person cannot use an application, and to the button that changes it. */
function WhyDenied({ event }: { readonly event: ShownEvent }) {
  const { texts } = useConsole();
  const { user, userId, client, clientId } = event;
  if (!isDenied(event) || user === null || userId === null || client === null || clientId === null) return null;
  if (isBuiltIn(clientId)) return null;
  const href = `${screenPath('people', userId)}/access?${new URLSearchParams({ application: clientId })}`;
  return (
    <p class="event-why">
      <a href={href}>{texts.say('events.why')}</a>
    </p>
  );
}
