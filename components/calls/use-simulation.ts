'use client'

import { useEffect, useRef, useState } from 'react'
import { afterEvent, NOTHING_YET, readEvents, type Simulation } from '#components/calls/simulation.ts'

export type SimulationKind = 'booking' | 'race' | 'hang-up' | 'unwell'
export type Run = { kind: SimulationKind; state: 'running' | 'ended' | 'stopped'; simulation: Simulation }

const LOST = { title: 'The call was cut off', detail: 'The server stopped answering. Check the connection, then try again.' }

/** Starts a simulated call and follows it as it happens; a new start or leaving the page ends the one before. */
export function useSimulation(clinicId: string) {
  const [run, setRun] = useState<Run | null>(null)
  const stopper = useRef<AbortController>(null)
  useEffect(() => () => stopper.current?.abort(), [])

  async function start(kind: SimulationKind) {
    stopper.current?.abort()
    const abort = new AbortController()
    stopper.current = abort
    let simulation = NOTHING_YET
    const show = (state: Run['state']) => {
      if (stopper.current === abort) setRun({ kind, state, simulation })
    }
    show('running')
    try {
      const response = await fetch(`/api/clinics/${clinicId}/simulated-calls`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind }),
        signal: abort.signal,
      })
      if (response.ok && response.body) {
        for await (const event of readEvents(response.body)) {
          simulation = afterEvent(simulation, event)
          show('running')
        }
        const isComplete = simulation.problem !== null || simulation.lines[1].done !== null
        if (!isComplete) simulation = { ...simulation, problem: LOST }
      } else {
        simulation = { ...simulation, problem: await problemOf(response) }
      }
    } catch {
      if (!abort.signal.aborted) simulation = { ...simulation, problem: LOST }
    }
    show(abort.signal.aborted ? 'stopped' : 'ended')
  }

  return { run, start, stop: () => stopper.current?.abort() }
}

async function problemOf(response: Response): Promise<{ title: string; detail: string }> {
  const body = (await response.json().catch(() => ({}))) as { title?: string; detail?: string }
  const fallback = response.status === 429 ? 'Wait a minute, then try again.' : 'Try again in a moment.'
  return { title: body.title ?? 'The call could not be started', detail: body.detail ?? fallback }
}
