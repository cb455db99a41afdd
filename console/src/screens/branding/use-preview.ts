import { useEffect, useState } from 'preact/hooks';
import { AdminRequestError } from '../../../../packages/admin/src/client/admin-request-error.js';
import { type ColorScheme, PreviewBranding, type PreviewPage } from '../../generated/branding.js';
import { useConsole } from '../../parts/console-context.js';
import type { changesOf } from './targets.js';

/** A preview is asked for when the user has not typed for this long. */
const TYPING_MS = 400;

export interface Preview {
  /** The HTML of the page with the last values that were valid. */
  readonly html: string | undefined;
  /** Why the present values are not valid, such as too little contrast. */
  readonly error: AdminRequestError | undefined;
  readonly page: PreviewPage;
  setPage(page: PreviewPage): void;
  readonly scheme: ColorScheme;
  setScheme(scheme: ColorScheme): void;
}

/** Asks the API how a page looks with values that are not saved yet. */
export function usePreview(issuerId: string, changes: ReturnType<typeof changesOf>): Preview {
  const { connection, operations, texts } = useConsole();
  const [page, setPage] = useState<PreviewPage>('SIGN_IN');
  const [scheme, setScheme] = useState<ColorScheme>(preferredScheme);
  const [html, setHtml] = useState<string>();
  const [error, setError] = useState<AdminRequestError>();
  // The console loads no image from another host, so a new address shows its image when the server has fetched it.
  const { logo, logoDark, ...others } = changes;
  const removed = { ...(logo === null && { logo }), ...(logoDark === null && { logoDark }) };
  const input = { page, issuerId, language: texts.lang, colorScheme: scheme, branding: { ...others, ...removed } };
  const key = JSON.stringify(input);
  useEffect(() => {
    let isCurrent = true;
    const ask = async () => {
      const operation = { document: PreviewBranding, variables: { input } };
      operations.add(operation);
      try {
        const { previewBranding } = await connection.request(PreviewBranding, operation.variables);
        if (!isCurrent) return;
        setHtml(previewBranding.html);
        setError(undefined);
      } catch (failure) {
        if (isCurrent && failure instanceof AdminRequestError) setError(failure);
      }
    };
    const timer = setTimeout(() => void ask(), html === undefined ? 0 : TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key, connection]);
  useEffect(() => () => operations.remove(PreviewBranding), [operations]);
  return { html, error, page, setPage, scheme, setScheme };
}

function preferredScheme(): ColorScheme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'DARK' : 'LIGHT';
}
