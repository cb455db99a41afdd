import { useConsole } from '../parts/console-context.js';
import { type Name, namesIn } from './names.js';
import { sentenceText } from './sentence-texts.js';
import type { ShownEvent } from './shown-event.js';

/** What happened, as a sentence with links to the records that it names. */
export function EventSentence({ event }: { readonly event: ShownEvent }) {
  const { texts } = useConsole();
  const pieces = texts.pieces<Name>(sentenceText(event), namesIn(event, texts));
  return pieces.map((piece, position) =>
    typeof piece === 'string' ? piece : <NameLink key={position} name={piece} />,
  );
}

/** A name can have another direction of writing than the sentence around it. */
function NameLink({ name: { label, href } }: { readonly name: Name }) {
  return href === undefined ? (
    <bdi class="name">{label}</bdi>
  ) : (
    <a class="name" href={href}>
      <bdi>{label}</bdi>
    </a>
  );
}
