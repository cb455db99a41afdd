import { useConsole } from '../parts/console-context.js';
import { Snippet } from '../parts/copy.js';
import { Facts } from '../parts/page.js';
import type { ShownEvent } from './shown-event.js';

/** All that the log has about an event. Browsers, users and applications chose some of it, so all of it is shown as text. */
export function EventDetails({ event }: { readonly event: ShownEvent }) {
  const { texts } = useConsole();
  const { type, outcome, at, ipAddress, country, session, sessionId, actorId, sequence, id, detail } = event;
  const items = [
    { name: texts.say('events.type'), value: <code>{type}</code> },
    { name: texts.say('events.outcome'), value: texts.say(`events.outcome.${outcome}`) },
    { name: texts.say('events.at'), value: <time dateTime={at}>{texts.exactMoment(at)}</time> },
    { name: texts.say('events.address'), value: ipAddress && <Others filter="address" value={ipAddress} /> },
    { name: texts.say('events.country'), value: country === null ? null : countryName(texts.lang, country) },
    { name: texts.say('events.device'), value: session?.device?.name },
    { name: texts.say('events.userAgent'), value: session?.userAgent },
    { name: texts.say('events.session'), value: sessionId && <Others filter="session" value={sessionId} /> },
    { name: texts.say('events.actor'), value: actorId && <Others filter="actor" value={actorId} /> },
    { name: texts.say('events.position'), value: sequence === null ? null : texts.number(sequence) },
    { name: texts.say('events.id'), value: <code>{id}</code> },
  ].filter(({ value }) => value !== null && value !== undefined);
  return (
    <div class="event-details">
      <Facts items={items} />
      {Object.keys(detail).length > 0 && (
        <Snippet label={texts.say('events.data')} text={JSON.stringify(detail, null, 2)} />
      )}
    </div>
  );
}

/** A value that leads to all events with it. */
function Others({ filter, value }: { readonly filter: 'address' | 'session' | 'actor'; readonly value: string }) {
  return <a href={`/console/activity?${new URLSearchParams({ [filter]: value })}`}>{value}</a>;
}

function countryName(lang: string, code: string): string {
  return new Intl.DisplayNames([lang], { type: 'region' }).of(code) ?? code;
}
