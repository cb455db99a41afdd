const MAX_BYTES = 2_000;
const MAX_CHARACTERS = 300;

/** Control characters, and characters that change the direction of the text or are half of one. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028-\u202e\u2066-\u2069\ufffd]+/gu;

/**
 * Reads the beginning of a response body as one line of plain text. The rest of the body is not read. Returns
 * `undefined` if nothing can be shown.
 */
export async function excerptOf(body: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MAX_BYTES) break;
    }
  } catch {
    // The excerpt has what was received until then.
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, MAX_BYTES));
  const line = text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  return line === '' ? undefined : [...line].slice(0, MAX_CHARACTERS).join('');
}
