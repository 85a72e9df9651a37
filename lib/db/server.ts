import 'server-only'
import { createServerClient } from '@supabase/ssr'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { cookies } from 'next/headers'
import { env } from '#lib/shared/env.ts'
import { sessionCookie } from '#lib/shared/session-cookie.ts'

/** A Supabase client for this request's session cookie. In a page the cookie cannot be written; the proxy refreshes it. */
export async function createServerSupabase(): Promise<SupabaseClient> {
  const store = await cookies()
  return createServerClient(env().SUPABASE_URL, env().SUPABASE_PUBLISHABLE_KEY, {
    cookieOptions: sessionCookie(env().APP_URL),
    cookies: {
      getAll: () => store.getAll(),
      setAll: (all) => {
        try {
          for (const { name, value, options } of all) store.set(name, value, options)
        } catch (error) {
          // Next refuses cookie writes while it renders; the proxy has written them already.
          if (!(error instanceof Error && /cookies/i.test(error.message))) throw error
        }
      },
    },
  })
}

/** A Supabase client without a session, for checking a token that somebody sent. */
export function createBareSupabase(): SupabaseClient {
  return createClient(env().SUPABASE_URL, env().SUPABASE_PUBLISHABLE_KEY, { auth: { persistSession: false, autoRefreshToken: false } })
}
