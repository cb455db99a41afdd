import { useState } from 'preact/hooks';
import { useConsole } from '../../parts/console-context.js';
import { Field, type FieldProps, fieldValue } from '../../parts/form/field.js';

const UNITS = [
  { name: 'days', seconds: 86_400 },
  { name: 'hours', seconds: 3600 },
  { name: 'minutes', seconds: 60 },
  { name: 'seconds', seconds: 1 },
] as const;

/** Returns the largest unit in which a number of seconds is a whole number. */
export function unitOf(seconds: number | null): (typeof UNITS)[number] {
  return UNITS.find((unit) => seconds !== null && seconds > 0 && seconds % unit.seconds === 0) ?? UNITS[3];
}

/** A number of seconds, which the user enters in a unit of their choice. */
export function DurationField<Values extends object>(props: FieldProps<Values, number | null>) {
  const { texts } = useConsole();
  const { value, set } = fieldValue<Values, number | null>(props);
  const [chosen, setChosen] = useState<(typeof UNITS)[number]>();
  const unit = chosen ?? unitOf(value);
  const choose = (name: string) => {
    const next = UNITS.find((one) => one.name === name) ?? unit;
    setChosen(next);
    if (value !== null) set((value / unit.seconds) * next.seconds);
  };
  return (
    <Field {...props}>
      {(attributes) => (
        <div class="duration">
          <input
            {...attributes}
            type="number"
            inputMode="numeric"
            min={1}
            step={1}
            required
            value={value === null ? '' : value / unit.seconds}
            onInput={({ currentTarget: { value: typed, valueAsNumber } }) => {
              setChosen(unit);
              set(typed === '' ? null : valueAsNumber * unit.seconds);
            }}
          />
          <select
            aria-label={texts.say('settings.unitOf', { setting: props.label })}
            value={unit.name}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          >
            {UNITS.map(({ name }) => (
              <option key={name} value={name}>
                {texts.say(`settings.unit.${name}`)}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}
