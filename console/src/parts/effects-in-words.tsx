import { useConsole } from './console-context.js';

const KINDS = [
  'users',
  'sessions',
  'grants',
  'narrowedGrants',
  'apiKeys',
  'clients',
  'enrolmentLinks',
  'invitations',
] as const;

/** What a mutation ends, as the fragment `Effects` asks for it. */
export type Effects = Readonly<Record<(typeof KINDS)[number], { readonly count: number; readonly more: boolean }>>;

export function EffectsInWords({ effects }: { readonly effects: Effects | null | undefined }) {
  const { texts } = useConsole();
  const ended = KINDS.flatMap((kind) => {
    const { count = 0, more = false } = effects?.[kind] ?? {};
    return count === 0 ? [] : [{ kind, count, more }];
  });
  if (ended.length === 0) return <p>{texts.say('effects.none')}</p>;
  return (
    <>
      <p>{texts.say('effects.title')}</p>
      <ul>
        {ended.map(({ kind, count }) => (
          <li key={kind}>{texts.say(`effects.${kind}`, { count })}</li>
        ))}
      </ul>
      {ended.some(({ more }) => more) && <p class="hint">{texts.say('effects.more')}</p>}
    </>
  );
}
