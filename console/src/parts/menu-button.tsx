import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

export interface MenuButtonProps {
  readonly label: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A button that shows a few links or buttons below it. They disappear when the focus leaves them, or with Escape. */
export function MenuButton({ label, children }: MenuButtonProps) {
  const element = useRef<HTMLDetailsElement>(null);
  const close = () => element.current?.removeAttribute('open');
  return (
    <details
      ref={element}
      class="menu-button"
      onFocusOut={({ relatedTarget }) => {
        if (!element.current?.contains(relatedTarget as Node | null)) close();
      }}
      onKeyDown={({ key }) => {
        if (key !== 'Escape') return;
        close();
        element.current?.querySelector('summary')?.focus();
      }}
    >
      <summary>{label}</summary>
      <div class="popover">{children}</div>
    </details>
  );
}
