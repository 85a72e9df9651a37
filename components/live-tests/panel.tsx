'use client'

import { FlaskConical } from 'lucide-react'
import { TestCard } from '#components/live-tests/test-card.tsx'
import { useLiveTests } from '#components/live-tests/use-live-tests.ts'
import { TEST_NAMES } from '#components/live-tests/words.ts'
import { Button } from '#components/ui/button.tsx'
import type { LiveTestName, LiveTestRun } from '#lib/audit/types.ts'

type Props = { clinicId: string; latest: Partial<Record<LiveTestName, LiveTestRun>>; today: string }

/** The five promises, each to be tried here and now, one or all. */
export function LiveTestPanel({ clinicId, latest, today }: Props) {
  const { states, running, said, run } = useLiveTests(clinicId)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button tone="primary" busy={running !== null} onClick={() => void run(TEST_NAMES)}>
          <FlaskConical aria-hidden /> Run all five
        </Button>
        <p role="status" className="text-ink-soft">{said}</p>
      </div>
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {TEST_NAMES.map((name) => (
          <TestCard key={name} name={name} state={states[name]} latest={latest[name]} today={today} isBusy={running !== null} onRun={() => void run([name])} />
        ))}
      </div>
    </div>
  )
}
