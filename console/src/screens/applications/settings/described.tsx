/** A description of the API, in English. Names between backticks are code. */
export function Described({ text }: { readonly text: string }) {
  return (
    <span lang="en">{text.split('`').map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part))}</span>
  );
}
