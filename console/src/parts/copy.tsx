import { useEffect, useState } from 'preact/hooks';
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
      onClick={({ currentTarget }) =>
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => select(currentTarget),
        )
      }
      onBlur={() => setCopied(false)}
    >
      {say}
    </button>
  );
}

/** Selects the text beside the button, so that the user can copy it if the browser refuses to. */
function select(button: Element): void {
  const code = button.closest('.line, .code')?.querySelector('code');
  if (code) getSelection()?.selectAllChildren(code);
}

/**
 * The state of a value that is shown once. It is gone when the user leaves the screen, and also when the browser leaves
 * the page: otherwise the back button could show it again, because browsers keep whole pages in memory.
 */
export function useShownOnce<Value>(): readonly [Value | undefined, (value: Value) => void] {
  const [value, setValue] = useState<Value>();
  useEffect(() => {
    const forget = () => setValue(undefined);
    addEventListener('pagehide', forget);
    return () => removeEventListener('pagehide', forget);
  }, []);
  return [value, setValue];
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

/** Lines of code to copy, with what they are. */
export function Snippet({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <figure class="code">
      <figcaption>
        {label}
        <CopyButton text={text} label={label} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with the keyboard (WCAG 2.1.1) */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}
