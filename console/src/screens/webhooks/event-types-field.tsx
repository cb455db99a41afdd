import { useState } from 'preact/hooks';
import type { AuditEventType } from '../../generated/webhooks.js';
import { useConsole } from '../../parts/console-context.js';
import { FieldGroup } from '../../parts/form/field.js';
import { type EventGroup, GROUPS, typesOfGroup } from './event-groups.js';

export interface EventTypesFieldProps {
  readonly chosen: readonly AuditEventType[];
  readonly onChange: (chosen: readonly AuditEventType[]) => void;
}

/** The events that a webhook receives: check boxes in groups, with a search. */
export function EventTypesField({ chosen, onChange }: EventTypesFieldProps) {
  const { texts } = useConsole();
  const [search, setSearch] = useState('');
  const describe = (type: AuditEventType) => texts.say(`eventTypes.${type}`);
  const groups = GROUPS.map((group) => ({ group, types: typesOfGroup(group, search, describe) })).filter(
    ({ types }) => types.length > 0,
  );
  return (
    <FieldGroup name="types" label={texts.say('webhooks.types')}>
      {() => (
        <div class="event-types">
          <div class="line">
            <label class="find">
              <span>{texts.say('webhooks.typesSearch')}</span>
              <input type="search" value={search} onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
            </label>
            <p class="hint" role="status">
              {groups.length === 0
                ? texts.say('webhooks.typesNone')
                : texts.say('webhooks.typesChosen', { count: chosen.length })}
            </p>
          </div>
          {groups.map(({ group, types }) => (
            <Group
              key={group}
              group={group}
              types={types}
              isOpen={search.trim() !== ''}
              chosen={chosen}
              onChange={onChange}
            />
          ))}
        </div>
      )}
    </FieldGroup>
  );
}

interface GroupProps extends EventTypesFieldProps {
  readonly group: EventGroup;
  readonly types: readonly AuditEventType[];
  /** Whether the user searches, so that all matches have to be seen. */
  readonly isOpen: boolean;
}

function Group({ group, types, isOpen, chosen, onChange }: GroupProps) {
  const { texts } = useConsole();
  const without = chosen.filter((type) => !types.includes(type));
  const hasAll = types.every((type) => chosen.includes(type));
  const toggle = (type: AuditEventType, isOn: boolean) =>
    onChange(isOn ? [...chosen, type] : chosen.filter((one) => one !== type));
  const count = types.filter((type) => chosen.includes(type)).length;
  return (
    <details class="event-group" open={isOpen}>
      <summary>
        {texts.say(`webhooks.group.${group}`)}{' '}
        {count > 0 && <span class="hint">{texts.say('webhooks.typesChosen', { count })}</span>}
      </summary>
      <div>
        <label class="option">
          <input
            type="checkbox"
            checked={hasAll}
            onChange={({ currentTarget }) => onChange(currentTarget.checked ? [...without, ...types] : without)}
          />
          <span>{texts.say('webhooks.allOfGroup')}</span>
        </label>
        {types.map((type) => (
          <label key={type} class="option">
            <input
              type="checkbox"
              checked={chosen.includes(type)}
              onChange={({ currentTarget }) => toggle(type, currentTarget.checked)}
            />
            <span>
              {texts.say(`eventTypes.${type}`)} <code>{type}</code>
            </span>
          </label>
        ))}
      </div>
    </details>
  );
}
