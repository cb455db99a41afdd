import { useConsole } from '../console-context.js';

const KINDS = [
  'passkeys',
  'users',
  'sessions',
  'grants',
  'narrowedGrants',
  'apiKeys',
  'clients',
  'enrolmentLinks',
  'invitations',
] as const;

/** At most this many people are named. */
const MAX_NAMES = 5;

/** What a mutation ends, as the fragment `Effects` asks for it. Every administrator may read the names of users. */
export type Effects = Readonly<Record<Exclude<(typeof KINDS)[number], 'passkeys'>, Ended>>;

interface Ended {
  readonly count: number;
  readonly more: boolean;
  readonly nodes?: readonly { readonly name: string | null; readonly username: string }[] | null;
}

export interface EffectsInWordsProps {
  readonly effects: Effects | null | undefined;
  /** The passkeys that are removed. The API does not count them among the effects. */
  readonly passkeys?: readonly { readonly name: string }[];
}

export function EffectsInWords({ effects, passkeys = [] }: EffectsInWordsProps) {
  const { texts } = useConsole();
  const removed = passkeys.map(({ name }) => ({ name, username: name }));
  const all = { ...effects, passkeys: { count: removed.length, more: false, nodes: removed } };
  const ended = KINDS.flatMap((kind) => {
    const { count = 0, more = false, nodes } = all[kind] ?? {};
    return count === 0 ? [] : [{ kind, count, more, names: namesOf(nodes ?? []) }];
  });
  if (ended.length === 0) return <p>{texts.say('effects.none')}</p>;
  return (
    <>
      <p>{texts.say('effects.title')}</p>
      <ul>
        {ended.map(({ kind, count, names }) => (
          <li key={kind}>
            {texts.say(`effects.${kind}`, { count })}
            {names.length > 0 && (
              <small>
                {names.join(', ')}
                {count > names.length && ' …'}
              </small>
            )}
          </li>
        ))}
      </ul>
      {ended.some(({ more }) => more) && <p class="hint">{texts.say('effects.more')}</p>}
    </>
  );
}

function namesOf(users: NonNullable<Ended['nodes']>): string[] {
  return users.slice(0, MAX_NAMES).map(({ name, username }) => name ?? username);
}
