import { useState } from 'preact/hooks';
import { useConsole } from './console-context.js';

/** Copies a text. `label` names what is copied, for screen readers and if the button stands alone. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { texts } = useConsole();
  const [isCopied, setCopied] = useState(false);
  const say = texts.say(isCopied ? 'parts.copied' : 'parts.copy');
  return (
    <button
      type="button"
      class="small"
      aria-label={label === undefined || isCopied ? say : texts.say('parts.copyNamed', { name: label })}
      onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
      onBlur={() => setCopied(false)}
    >
      {say}
    </button>
  );
}

export interface CopyableProps {
  readonly label: string;
  readonly value: string;
  /** A secret is shown once: a sentence says so. */
  readonly isSecret?: boolean;
}

/** A value to copy, with its name. */
export function Copyable({ label, value, isSecret = false }: CopyableProps) {
  const { texts } = useConsole();
  return (
    <div class={isSecret ? 'copyable secret' : 'copyable'}>
      <p class="label">{label}</p>
      <div class="line">
        <code>{value}</code>
        <CopyButton text={value} label={label} />
      </div>
      {isSecret && <p class="hint">{texts.say('parts.shownOnce')}</p>}
    </div>
  );
}
