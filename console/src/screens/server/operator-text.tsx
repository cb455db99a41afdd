/** An environment variable, with its value if the text says one, or a command. */
const CODE = /(\b(?:[A-Z]+_[A-Z_]+|ISSUER\b)(?:=\S*[^\s.,;])?|\bnpm run [\w-]+(?: -- [A-Z]+)?)/;

/** A sentence of the server for its operator. What the operator has to type is code. */
export function OperatorText({ text }: { readonly text: string }) {
  return (
    // The server answers in English.
    <p lang="en" dir="ltr">
      {text.split(CODE).map((part, position) => (position % 2 === 1 ? <code key={position}>{part}</code> : part))}
    </p>
  );
}
