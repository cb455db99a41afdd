import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useConsole } from './console-context.js';

/** preact-iso does not declare `wasPush`: whether a link or a button led here, and not the browser itself. */
type Location = ReturnType<typeof useLocation> & { readonly wasPush: boolean };

export interface ScreenTitleProps {
  readonly title: string;
  readonly subtitle?: ComponentChildren;
  readonly icon?: ComponentChildren;
  /** The screen above this one. */
  readonly back?: { readonly href: string; readonly label: string };
  /** Buttons and links at the end of the line. */
  readonly actions?: ComponentChildren;
}

/**
 * The heading of a screen. It is also the title of the window. After the user opens the screen, it gets the focus, unless
 * the screen is for filling in a field with `autofocus`.
 */
export function ScreenTitle({ title, icon, subtitle, back, actions }: ScreenTitleProps) {
  const { serverName } = useConsole();
  const { wasPush } = useLocation() as Location;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${serverName}`;
  }, [title, serverName]);
  useEffect(() => {
    if (wasPush) (document.querySelector<HTMLElement>('main [autofocus]') ?? heading.current)?.focus();
  }, []);
  return (
    <header class="screen-title">
      {back !== undefined && (
        <a class="back" href={back.href}>
          {back.label}
        </a>
      )}
      <div class="line">
        <h1 ref={heading} tabIndex={-1}>
          {icon}
          {title}
        </h1>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </div>
      {subtitle !== undefined && <p class="subtitle">{subtitle}</p>}
    </header>
  );
}

/** The parts of a screen, each with an address of its own. */
export function Tabs({ tabs }: { readonly tabs: readonly { readonly href: string; readonly label: string }[] }) {
  const { path } = useLocation();
  return (
    <nav class="tabs">
      <ul>
        {tabs.map(({ href, label }) => (
          <li key={href}>
            <a href={href} aria-current={href === path ? 'page' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export interface SectionProps {
  readonly title: string;
  readonly text?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function Section({ title, text, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <div class="line">
        <h2 id={id}>{title}</h2>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </div>
      {text !== undefined && <p class="hint">{text}</p>}
      {children}
    </section>
  );
}

/** A description list. */
export function Facts({
  items,
}: {
  readonly items: readonly { readonly name: string; readonly value: ComponentChildren }[];
}) {
  return (
    <dl class="facts">
      {items.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Badge({
  tone = 'plain',
  children,
}: {
  readonly tone?: 'good' | 'problem' | 'plain';
  readonly children: ComponentChildren;
}) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

export interface DetailsProps {
  readonly summary: string;
  readonly class?: string;
  readonly children: () => ComponentChildren;
}

/** What few people open. It is made when it is opened, so that the screen appears sooner. */
export function Details({ summary, class: name, children }: DetailsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class={name} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children()}
    </details>
  );
}
