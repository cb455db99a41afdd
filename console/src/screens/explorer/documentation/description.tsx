/** A description of the schema. What it has between backquotes is code. */
export function Description({ text }: { readonly text: string | null | undefined }) {
  if (text == null) return null;
  return (
    <p>
      {text.split('`').map((part, position) =>
        // The parts with odd positions were between backquotes.
        position % 2 === 1 ? <code key={`${position} ${part}`}>{part}</code> : part,
      )}
    </p>
  );
}
