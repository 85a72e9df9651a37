'use client'

import { useEffect, useRef, useState } from 'react'
import { afterEnd, afterEvent, CUT_OFF, type States, type TestState } from '#components/live-tests/run-state.ts'
import { CARDS } from '#components/live-tests/words.ts'
import { liveTestEvents } from '#lib/audit/events.ts'
import type { LiveTestName } from '#lib/audit/types.ts'

/** Runs live tests one after the other and follows each as it happens. Leaving the page stops watching; the tests themselves end by themselves. */
export function useLiveTests(clinicId: string) {
  const [states, setStates] = useState<States>({})
  const [running, setRunning] = useState<LiveTestName | null>(null)
  const [said, setSaid] = useState('')
  const leaving = useRef<AbortController>(null)
  useEffect(() => () => leaving.current?.abort(), [])

  const show = (name: LiveTestName, state: TestState) => setStates((before) => ({ ...before, [name]: state }))

  async function runOne(name: LiveTestName, signal: AbortSignal): Promise<TestState> {
    const startedAt = performance.now()
    let state: TestState = { phase: 'running', evidence: [] }
    show(name, state)
    try {
      const response = await fetch(`/api/clinics/${clinicId}/tests/${name}`, { method: 'POST', headers: { accept: 'application/x-ndjson' }, signal })
      if (!response.ok || !response.body) return afterEnd(state, await problemOf(response))
      for await (const event of liveTestEvents(response.body)) {
        state = afterEvent(state, event, performance.now() - startedAt)
        show(name, state)
      }
    } catch {
      // Told by the card: the connection is gone, or the page is being left.
      return afterEnd(state)
    }
    return afterEnd(state)
  }

  async function run(names: readonly LiveTestName[]) {
    leaving.current?.abort()
    const abort = new AbortController()
    leaving.current = abort
    setStates((before) => ({ ...before, ...Object.fromEntries(names.map((name) => [name, { phase: 'waiting' }])) }))
    let held = 0
    for (const name of names) {
      setRunning(name)
      setSaid(`${CARDS[name].title}: running.`)
      const state = await runOne(name, abort.signal)
      if (abort.signal.aborted) return
      show(name, state)
      if (state.phase === 'done' && state.result.passed) held += 1
      setSaid(`${CARDS[name].title}: ${spoken(state)}.`)
    }
    setRunning(null)
    if (names.length > 1) setSaid(`All tests are over: ${held} of ${names.length} promises held.`)
  }

  return { states, running, said, run }
}

const spoken = (state: TestState): string => (state.phase === 'done' ? (state.result.passed ? 'held' : 'did not hold') : 'broke off')

async function problemOf(response: Response): Promise<typeof CUT_OFF> {
  const body = (await response.json().catch(() => ({}))) as { title?: string; detail?: string }
  return { title: body.title ?? 'The test could not be started', detail: body.detail ?? (response.status === 429 ? 'Wait a minute, then try again.' : 'Try again in a moment.') }
}
