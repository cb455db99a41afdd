/**
 * Returns a function that remembers the `max` results it used last. It is for objects that are expensive to make, such
 * as formatters: the engine keeps tens of kilobytes for each one, outside of the memory that it collects often.
 */
export function remember<V>(max: number, make: (key: string) => V): (key: string) => V {
  const known = new Map<string, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.delete(key);
    known.set(key, value);
    const [oldest] = known.keys();
    if (known.size > max && oldest !== undefined) known.delete(oldest);
    return value;
  };
}
