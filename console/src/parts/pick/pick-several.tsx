import { useState } from 'preact/hooks';
import { useConsole } from '../console-context.js';
import type { Found } from './found.js';
import { Pick, type PickProps } from './pick.js';

/** The same field for several records. Those that the user picked are listed below it, each with a button to remove it. */
export function PickSeveral({
  onPick,
  ...pick
}: Omit<PickProps, 'onPick'> & { onPick: (ids: readonly string[]) => void }) {
  const { texts } = useConsole();
  const [picked, setPicked] = useState<readonly Found[]>([]);
  const set = (next: readonly Found[]) => {
    setPicked(next);
    onPick(next.map(({ id }) => id));
  };
  return (
    <div class="pick-several">
      <Pick {...pick} onPick={(one) => set([...picked.filter(({ id }) => id !== one.id), one])} />
      {picked.length > 0 && (
        <ul class="picked">
          {picked.map(({ id, label }) => (
            <li key={id}>
              {label}
              <button
                type="button"
                class="quiet"
                aria-label={texts.say('pick.remove', { name: label })}
                onClick={() => set(picked.filter((one) => one.id !== id))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
