import { createServerClient } from '@supabase/ssr'
import { NextResponse, type NextRequest } from 'next/server'

/**
 * Refreshes the session cookie, and tells pages their own address so that a visitor who must sign in comes back to it.
 * Who may see what is for pages and routes to decide.
 */
export async function proxy(request: NextRequest) {
  const page = request.nextUrl.clone()
  page.searchParams.delete('_rsc')
  request.headers.set('x-page', page.pathname + page.search)
  let response = NextResponse.next({ request })
  const supabase = createServerClient(process.env.SUPABASE_URL!, process.env.SUPABASE_PUBLISHABLE_KEY!, {
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
  return response
}

export const config = { matcher: ['/((?!api|_next|favicon|.*\\.(?:png|svg|ico|woff2)$).*)'] }
