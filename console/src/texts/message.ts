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

/** What a message is filled with. An object stands for an element. */
export type Values<Piece extends object = never> = Readonly<Record<string, string | number | Piece>>;

export interface MessageFormat {
  format(message: Message, values: Values): string;
  /** Returns the pieces of a message, in their order, because some of the values are elements and not texts. */
  pieces<Piece extends object>(message: Message, values: Values<Piece>): readonly (string | Piece)[];
}

/** Makes what fills compiled messages of a language with values. */
export function makeMessageFormat(lang: string): MessageFormat {
  const numbers = new Intl.NumberFormat(lang);
  const rules = { cardinal: new Intl.PluralRules(lang), ordinal: new Intl.PluralRules(lang, { type: 'ordinal' }) };

  function optionOf(kind: 'select' | 'cardinal' | 'ordinal', value: unknown): readonly string[] {
    return kind === 'select' ? [String(value)] : [`=${value}`, rules[kind].select(Number(value))];
  }

  function fill<Piece extends object>(
    parts: readonly Part[],
    values: Values<Piece>,
    count: number,
  ): (string | Piece)[] {
    return parts.flatMap((part) => {
      if (typeof part === 'string') return [part];
      const [name, kind, options] = part;
      if (name === undefined) return [numbers.format(count)];
      const value = values[name];
      if (value === undefined) throw new Error(`The message needs a value for ${name}.`);
      if (kind === 'number') return [numbers.format(Number(value))];
      if (kind === undefined || options === undefined) return [typeof value === 'object' ? value : String(value)];
      const chosen = optionOf(kind, value).find((option) => option in options) ?? 'other';
      return fill(options[chosen] ?? [], values, kind === 'select' ? count : Number(value));
    });
  }
  const pieces = <Piece extends object>(message: Message, values: Values<Piece>) =>
    typeof message === 'string' ? [message] : fill(message, values, 0);
  return { pieces, format: (message, values) => pieces(message, values).join('') };
}
