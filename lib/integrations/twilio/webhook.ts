import 'server-only'
import { readText } from '#lib/http/body.ts'
import { Refused } from '#lib/http/problem.ts'
import { isSignedByTwilio } from './client.ts'

const limitBytes = 64 * 1024

/**
 * The form of a webhook, once its signature is found right over the raw body and the address that Twilio was given: the
 * public base with this request's path and query, whatever proxies made of the rest. Throws 403 before anything is read.
 */
export async function signedForm(request: Request, authToken: string, appUrl: string): Promise<Record<string, string>> {
  const raw = await readText(request, limitBytes)
  const params = Object.fromEntries(new URLSearchParams(raw))
  const { pathname, search } = new URL(request.url)
  if (!isSignedByTwilio(authToken, request.headers.get('x-twilio-signature'), `${appUrl}${pathname}${search}`, params)) throw new Refused('forbidden')
  return params
}

/** No answer by itself: every text goes through the outbox. */
export const silence = (): Response => new Response('<?xml version="1.0" encoding="UTF-8"?><Response/>', { headers: { 'content-type': 'text/xml', 'cache-control': 'no-store' } })
