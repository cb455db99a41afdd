/** How often the page asks the server whether something has changed. */
const ASK_MS = 2000;

/** Asks the server for the state again and again, and reloads the page when it is another one. */
async function wait({ state, url = '' }: DOMStringMap): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    const answer = await fetch(url).then(
      (response) => (response.ok ? (response.json() as Promise<{ readonly state: string }>) : undefined),
      () => undefined,
    );
    // While the user creates a passkey, a reload would interrupt the ceremony.
    if (answer === undefined || answer.state === state || isCreating()) continue;
    return location.reload();
  }
}

function isCreating(): boolean {
  return document.querySelector('#ceremony[aria-busy]') !== null;
}

const waiting = document.getElementById('waiting');
if (waiting !== null) void wait(waiting.dataset);

/** Reports a passkey that the user refused, so that the browser's passkey manager can stop offering it. */
interface SignallingCredential {
  signalUnknownCredential?(options: { readonly rpId: string; readonly credentialId: string }): Promise<void>;
}

const { unknown, rpId = '' } = document.getElementById('refused')?.dataset ?? {};
if (unknown !== undefined && 'PublicKeyCredential' in globalThis) {
  const { signalUnknownCredential } = PublicKeyCredential as unknown as SignallingCredential;
  void signalUnknownCredential?.call(PublicKeyCredential, { rpId, credentialId: unknown }).catch(() => undefined);
}
