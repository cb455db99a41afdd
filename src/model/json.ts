export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export type JsonObject = { [name: string]: JsonValue };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether objects and arrays are nested at most `depth` levels deep. A deeper value could overflow the stack of a
 * recursive function.
 */
export function isShallow(value: JsonValue, depth = 16): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    (depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1)))
  );
}
