import type { ComponentChild, ComponentChildren } from 'preact';
import type { Frame } from '../layout/frame.js';
import { LocalTime } from '../layout/local-time.js';
import { KeyGlyph } from '../layout/marks.js';
import type { TextKey } from '../texts/texts.js';
import type { AccountList, AccountOutcome, AccountSection, ListPlace } from './account-outcome.js';

/** Values that all sections of the account page share. */
export interface SectionFrame {
  readonly frame: Frame;
  /** The time zone of the user's profile. The page shows times in this zone if the browser runs no JavaScript. */
  readonly timeZone?: string | undefined;
  readonly outcome?: AccountOutcome | undefined;
}

interface SectionProps {
  readonly of: SectionFrame;
  readonly id: AccountSection;
  readonly heading: TextKey;
  readonly lead?: TextKey | undefined;
  readonly children: ComponentChildren;
}

export function Section({ of: { frame, outcome }, id, heading, lead, children }: SectionProps) {
  const { say } = frame.texts;
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{say(heading)}</h2>
      {lead !== undefined && <p class="lead">{say(lead)}</p>}
      {outcome?.section === id && !isOfField(outcome) && <Outcome frame={frame} outcome={outcome} />}
      {children}
    </section>
  );
}

/**
 * Shows the result of the last form. The result gets the focus, so that the browser scrolls to the result and a screen
 * reader reads it.
 */
function Outcome({ frame: { texts }, outcome }: { frame: Frame; outcome: AccountOutcome }) {
  return 'done' in outcome ? (
    <p class="notice" role="status" tabIndex={-1} autofocus>
      {texts.say(`done.${outcome.done}`)}
    </p>
  ) : (
    <p class="notice notice-problem" role="alert" tabIndex={-1} autofocus>
      {texts.say(`problem.${outcome.problem}`)}
    </p>
  );
}

/** Whether the result is shown at a field of the form. */
function isOfField(outcome: AccountOutcome): boolean {
  return 'problem' in outcome && outcome.field !== undefined;
}

/**
 * Returns what is wrong with a field of the form that the user sent last. The field shows this text and gets the focus.
 */
export function fieldProblem(
  { frame, outcome }: SectionFrame,
  section: AccountSection,
  field: string,
): string | undefined {
  if (outcome?.section !== section || !('problem' in outcome) || outcome.field !== field) return undefined;
  return frame.texts.say(`problem.${outcome.problem}`);
}

interface ActionFormProps {
  /** The name and value of a hidden form field. They identify the record that the action changes. */
  readonly target?: readonly [name: string, id: string];
  readonly children: ComponentChildren;
}

/** A form that sends an action to the account page. The form works without JavaScript. */
export function ActionForm({ target, children }: ActionFormProps) {
  return (
    <form method="post" action="/account" class="stack">
      {target !== undefined && <input type="hidden" name={target[0]} value={target[1]} />}
      {children}
    </form>
  );
}

interface ActionButtonProps {
  readonly action: string;
  /**
   * The id of the element that names the record. Screen readers read this name with the button, because several buttons
   * have the same text.
   */
  readonly about?: string;
  readonly children: ComponentChildren;
}

export function ActionButton({ action, about, children }: ActionButtonProps) {
  return (
    <button type="submit" name="action" value={action} class="button button-quiet" aria-describedby={about}>
      {children}
    </button>
  );
}

interface FoldProps {
  readonly label: string;
  readonly about?: string;
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** Content that is hidden until the user opens it, for example a confirmation or a form that few users need. */
export function Fold({ label, about, open, children }: FoldProps) {
  return (
    <details class="fold" open={open}>
      <summary aria-describedby={about}>{label}</summary>
      <div class="fold-content">{children}</div>
    </details>
  );
}

/** Shows a list of rows, or the text in the property `none` if there are no rows. */
export function Rows({ none, children }: { none: string | undefined; children: readonly ComponentChild[] }) {
  return children.length === 0 ? none && <p>{none}</p> : <ul class="rows">{children}</ul>;
}

interface PagesProps {
  readonly of: SectionFrame;
  readonly list: AccountList;
  readonly place: ListPlace;
}

/** Links to the first and to the next page of a list. */
export function Pages({ of: { frame }, list, place: { next, isLater } }: PagesProps) {
  const { say } = frame.texts;
  if (next === undefined && isLater !== true) return null;
  return (
    <nav class="folds" aria-labelledby={list}>
      {isLater === true && <a href={`/account#${list}`}>{say('account.firstPage')}</a>}
      {next !== undefined && (
        <a href={`/account?${new URLSearchParams({ list, after: next })}#${list}`} rel="next">
          {say('account.nextPage')}
        </a>
      )}
    </nav>
  );
}

interface KeyRowProps {
  /** The id of the element that shows the name. Buttons refer to this id in `aria-describedby`. */
  readonly title: string;
  readonly name: string;
  readonly children: ComponentChildren;
}

/** A passkey or an API key in a list. */
export function KeyRow({ title, name, children }: KeyRowProps) {
  return (
    <li class="row">
      <span class="row-glyph">
        <KeyGlyph />
      </span>
      <div class="row-body">
        <p class="row-title" id={title}>
          {name}
        </p>
        {children}
      </div>
    </li>
  );
}

interface DateProps {
  readonly of: SectionFrame;
  readonly at: Date;
  /** The key of a text that contains `{when}`, which is replaced by the date. */
  readonly text: TextKey;
}

export function Day({ of: { frame, timeZone }, at, text }: DateProps) {
  return <LocalTime texts={frame.texts} at={at} style="day" text={text} timeZone={timeZone} />;
}

/** Shows a date with the time of day. The component `Day` shows only the date. */
export function Moment({ of: { frame, timeZone }, at, text }: DateProps) {
  return <LocalTime texts={frame.texts} at={at} style="moment" text={text} timeZone={timeZone} />;
}
