/**
 * A part of a compiled ICU message: a text, `[]` for the number of the plural around it, `[name]` for a value,
 * `[name, 'number']` for a value in the digits of the language, or a choice by a value.
 */
type Part =
  | string
  | readonly []
  | readonly [name: string]
  | readonly [name: string, kind: 'number']
  | readonly [
      name: string,
      kind: 'select' | 'cardinal' | 'ordinal',
      options: Readonly<Record<string, readonly Part[]>>,
    ];

/** An ICU message as `tools/bundle/console-texts.mjs` compiles it. */
export type Message = string | readonly Part[];

/** What the bundler makes of a file of texts: its `keys`, and its `messages`, one on each line. */
export type PackedMessages = Readonly<Record<string, string>>;

/** A key begins with the number of segments that it shares with the key before it. A list of parts is JSON. */
export function unpackMessages({ keys = '', messages = '' }: PackedMessages): Record<string, Message> {
  const lines = messages.split('\n');
  let segments: readonly string[] = [];
  const entries = keys.split(' ').map((key, position) => {
    segments = [...segments.slice(0, Number(key[0])), ...key.slice(1).split('.')];
    const line = lines[position] ?? '';
    return [segments.join('.'), line.startsWith('[') ? (JSON.parse(line) as Message) : line];
  });
  return Object.fromEntries(entries);
}

/** What a message is filled with. An object stands for an element. */
export type Values<Piece extends object = never> = Readonly<Record<string, string | number | Piece>>;

export interface MessageFormat {
  /** Writes a number in the digits of the language. */
  number(value: number): string;
  format(message: Message, values: Values): string;
  /** Returns the pieces of a message, in their order, because some of the values are elements and not texts. */
  pieces<Piece extends object>(message: Message, values: Values<Piece>): readonly (string | Piece)[];
}

/** Makes what fills compiled messages of a language with values. The locale may add a region, which writes the numbers. */
export function makeMessageFormat(lang: string, locale = lang): MessageFormat {
  // Formats are slow to make, so they are made when they are used.
  let numbers: Intl.NumberFormat | undefined;
  const rules: { [kind in 'cardinal' | 'ordinal']?: Intl.PluralRules } = {};

  function number(value: number): string {
    numbers ??= new Intl.NumberFormat(locale);
    return numbers.format(value);
  }

  function optionOf(kind: 'select' | 'cardinal' | 'ordinal', value: unknown): readonly string[] {
    if (kind === 'select') return [String(value)];
    rules[kind] ??= new Intl.PluralRules(lang, { type: kind });
    return [`=${value}`, rules[kind].select(Number(value))];
  }

  function fill<Piece extends object>(
    parts: readonly Part[],
    values: Values<Piece>,
    count: number,
  ): (string | Piece)[] {
    return parts.flatMap((part) => {
      if (typeof part === 'string') return [part];
      const [name, kind, options] = part;
      if (name === undefined) return [number(count)];
      const value = values[name];
      if (value === undefined) throw new Error(`The message needs a value for ${name}.`);
      if (kind === 'number') return [number(Number(value))];
      if (kind === undefined || options === undefined) return [typeof value === 'object' ? value : String(value)];
      const chosen = optionOf(kind, value).find((option) => option in options) ?? 'other';
      return fill(options[chosen] ?? [], values, kind === 'select' ? count : Number(value));
    });
  }
  const pieces = <Piece extends object>(message: Message, values: Values<Piece>) =>
    typeof message === 'string' ? [message] : fill(message, values, 0);
  return { number, pieces, format: (message, values) => pieces(message, values).join('') };
}
