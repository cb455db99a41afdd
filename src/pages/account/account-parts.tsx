import type { ComponentChild, ComponentChildren } from 'preact';
import type { Frame } from '../layout/frame.js';
import type { AccountDone, AccountProblem, AccountSection } from '../texts/account-texts.js';

/** What the last form came to, told in its section. */
export type AccountOutcome =
  | { readonly section: AccountSection; readonly done: AccountDone }
  | { readonly section: AccountSection; readonly problem: AccountProblem };

/** What each section needs beside its own values. */
export interface SectionFrame {
  readonly frame: Frame;
  /** Of the person, for times. */
  readonly timeZone: string;
  readonly outcome?: AccountOutcome | undefined;
}

interface SectionProps {
  readonly of: SectionFrame;
  readonly id: AccountSection;
  readonly heading: string;
  readonly lead: string;
  readonly children: ComponentChildren;
}

/** The outcome takes the focus: it is seen, and read out, wherever on the page its section is. */
export function Section({ of: { frame, outcome }, id, heading, lead, children }: SectionProps) {
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      <p class="lead">{lead}</p>
      {outcome?.section === id && <Outcome frame={frame} outcome={outcome} />}
      {children}
    </section>
  );
}

function Outcome({ frame: { texts }, outcome }: { frame: Frame; outcome: AccountOutcome }) {
  return 'done' in outcome ? (
    <p class="notice" role="status" tabIndex={-1} autofocus>
      {texts.ownAccount.done[outcome.done]}
    </p>
  ) : (
    <p class="notice notice-problem" role="alert" tabIndex={-1} autofocus>
      {texts.ownAccount.problems[outcome.problem]}
    </p>
  );
}

interface ActionProps {
  readonly action: string;
  /** What it is done to. */
  readonly target?: readonly [name: string, id: string];
  readonly children: ComponentChildren;
}

/** A form of the account page: works without scripts. */
export function ActionForm({ target, children }: Omit<ActionProps, 'action'>) {
  return (
    <form method="post" action="/account" class="stack">
      {target !== undefined && <input type="hidden" name={target[0]} value={target[1]} />}
      {children}
    </form>
  );
}

/** `about`: the id of what it concerns, where several buttons read alike. */
export function ActionButton({ action, about, children }: Omit<ActionProps, 'target'> & { readonly about?: string }) {
  return (
    <button type="submit" name="action" value={action} class="button button-quiet" aria-describedby={about}>
      {children}
    </button>
  );
}

interface FoldProps {
  readonly label: string;
  readonly about?: string;
  /** From the beginning. */
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** What is asked once more, or only of those who want it. */
export function Fold({ label, about, open, children }: FoldProps) {
  return (
    <details class="fold" open={open}>
      <summary aria-describedby={about}>{label}</summary>
      <div class="fold-content">{children}</div>
    </details>
  );
}

/** A list, or that there is nothing in it. */
export function Rows({ none, children }: { none: string; children: readonly ComponentChild[] }) {
  return children.length === 0 ? <p>{none}</p> : <ul class="rows">{children}</ul>;
}

/** A day, as the language writes it. */
export function Day({ of: { frame, timeZone }, at, say }: DayProps) {
  return (
    <time dateTime={at.toISOString()}>
      {say(new Intl.DateTimeFormat(frame.texts.lang, { dateStyle: 'medium', timeZone }).format(at))}
    </time>
  );
}

/** The same with the time of the day. */
export function Moment({ of: { frame, timeZone }, at, say }: DayProps) {
  return (
    <time dateTime={at.toISOString()}>
      {say(new Intl.DateTimeFormat(frame.texts.lang, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at))}
    </time>
  );
}

interface DayProps {
  readonly of: SectionFrame;
  readonly at: Date;
  readonly say: (when: string) => string;
}
