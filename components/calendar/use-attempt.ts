'use client'

import { useRef } from 'react'
import type { Answer } from '#components/calendar/booking-api.ts'

/**
 * Sends a body with an idempotency key. While no clear answer has come, the same body goes out again with the same key,
 * so that pressing twice after a lost connection never books twice; another body, or a clear answer, begins anew.
 */
export function useAttempt() {
  const attempt = useRef({ body: '', key: '' })
  return async function send<T>(body: unknown, request: (key: string) => Promise<Answer<T>>): Promise<Answer<T>> {
    const text = JSON.stringify(body)
    if (attempt.current.body !== text) attempt.current = { body: text, key: crypto.randomUUID() }
    const answer = await request(attempt.current.key)
    if (answer.ok || !answer.isUncertain) attempt.current = { body: '', key: '' }
    return answer
  }
}
