import { type NextRequest, NextResponse } from 'next/server';
import { handlers, ORIGIN } from '@/auth';

export const { POST } = handlers;

export async function GET(request: NextRequest) {
  // Auth.js does not say which error of OAuth a response had, such as access_denied.
  const error = request.nextUrl.searchParams.get('error');
  const isCallback = request.nextUrl.pathname.endsWith('/callback/passgraph');
  if (isCallback && error) return NextResponse.redirect(`${ORIGIN}/problem?${new URLSearchParams({ error })}`);
  return handlers.GET(request);
}
