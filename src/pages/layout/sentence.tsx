import { type ComponentChildren, Fragment } from 'preact';
import type { Texts } from '../texts/texts.js';

/** Marks the place of the element while the text is made. This character has no meaning, so no text contains it. */
const PLACE = '\uE000';

interface SentenceProps {
  /** Returns the text with `value` in place of its placeholder. */
  readonly text: (value: string) => string;
  readonly children: ComponentChildren;
}

/** A text in which an element takes the place of a placeholder, for example a username in bold. */
export function Sentence({ text, children }: SentenceProps) {
  const [before, ...rest] = text(PLACE).split(PLACE);
  return (
    <>
      {before}
      {rest.map((after, position) => (
        <Fragment key={position}>
          {children}
          {after}
        </Fragment>
      ))}
    </>
  );
}

/** Says who is signed in, so that a user who has several accounts notices if it is another one. */
export function SignedInAs({ texts, username }: { texts: Texts; username: string }) {
  return (
    <p class="lead">
      <Sentence text={(value) => texts.say('common.signedInAs', { username: value })}>
        <strong>{username}</strong>
      </Sentence>
    </p>
  );
}
