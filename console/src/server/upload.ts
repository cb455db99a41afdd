/** Sends an image as the body of a request, and returns the URL at which the server shows it. */
export async function uploadPicture(send: typeof fetch, url: string, file: Blob): Promise<string> {
  const response = await send(url, { body: file, headers: { 'Content-Type': file.type } });
  const answer = (await response.json()) as { readonly url?: string; readonly message?: string };
  if (answer.url === undefined) throw new Error(answer.message ?? response.statusText);
  return answer.url;
}
