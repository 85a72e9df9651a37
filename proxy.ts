import { createServerClient } from '@supabase/ssr'
import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy } from '#lib/http/security-headers.ts'
import { sessionCookie } from '#lib/shared/session-cookie.ts'

const isDev = process.env.NODE_ENV === 'development'

/**
 * Refreshes the session cookie, tells pages their own address so that a visitor who must sign in comes back to it, and gives each answer a
 * nonce of its own: Next finds it in the request's policy and puts it on the scripts that it writes. Who may see what is for pages and routes to decide.
 */
export async function proxy(request: NextRequest) {
  const page = request.nextUrl.clone()
  page.searchParams.delete('_rsc')
  request.headers.set('x-page', page.pathname + page.search)
  const appUrl = process.env.APP_URL!
  const policy = contentSecurityPolicy(crypto.randomUUID().replaceAll('-', ''), { isDev, isHttps: appUrl.startsWith('https:') })
  // Whatever a visitor sends by this name is not ours.
  request.headers.set('content-security-policy', policy)
  let response = NextResponse.next({ request })
  const supabase = createServerClient(process.env.SUPABASE_URL!, process.env.SUPABASE_PUBLISHABLE_KEY!, {
    cookieOptions: sessionCookie(appUrl),
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (all, headers) => {
        for (const { name, value } of all) request.cookies.set(name, value)
        response = NextResponse.next({ request })
        for (const { name, value, options } of all) response.cookies.set(name, value, options)
        // Answers that carry a session must not be kept by any cache between here and the browser.
        for (const [name, value] of Object.entries(headers ?? {})) response.headers.set(name, value)
      },
    },
  })
  await supabase.auth.getClaims()
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: ['/((?!api|_next|favicon|.*\\.(?:png|svg|ico|woff2)$).*)'] }
