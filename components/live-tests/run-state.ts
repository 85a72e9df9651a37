import type { Evidence, LiveTestEvent, LiveTestName, LiveTestResult } from '#lib/audit/types.ts'

/** One test as this page runs it; `evidence` grows while it goes on. */
export type TestState =
  | { phase: 'waiting' }
  | { phase: 'running'; evidence: Evidence[] }
  | { phase: 'done'; result: LiveTestResult; tookMs: number }
  | { phase: 'broken'; evidence: Evidence[]; title: string; detail: string }

export type States = Partial<Record<LiveTestName, TestState>>

export const CUT_OFF = { title: 'The connection was cut off', detail: 'The test goes on without you, and its result appears in the list below.' }

/** What a test looks like after one more event. Nothing comes after a result. */
export function afterEvent(state: TestState, event: LiveTestEvent, tookMs: number): TestState {
  if (state.phase === 'done') return state
  const evidence = state.phase === 'waiting' ? [] : state.evidence
  switch (event.type) {
    case 'evidence': return { phase: 'running', evidence: [...evidence, event.evidence] }
    case 'result': return { phase: 'done', result: event.result, tookMs }
    case 'problem': return { phase: 'broken', evidence, title: event.title, detail: event.detail }
  }
}

/** The stream is over: what has no result by then broke off. */
export const afterEnd = (state: TestState, problem = CUT_OFF): TestState =>
  (state.phase === 'done' || state.phase === 'broken' ? state : { phase: 'broken', evidence: state.phase === 'running' ? state.evidence : [], ...problem })
