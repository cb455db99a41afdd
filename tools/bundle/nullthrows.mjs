/** The package `nullthrows` as an ES module. With a CommonJS module, each file of the console would import a helper. */
export default function nullthrows(value, message = `Got unexpected ${value}`) {
  if (value == null) throw new Error(message);
  return value;
}
