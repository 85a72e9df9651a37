import { CircleAlert, CircleCheck, CircleDashed, CircleSlash2 } from 'lucide-react'
import { EvidenceList } from '#components/live-tests/evidence-list.tsx'
import { countWords } from '#components/live-tests/words.ts'
import { STATUS_WORDS, TASK_WORDS } from '#components/audit/words.ts'
import { Card } from '#components/ui/card.tsx'
import { StatusPill } from '#components/ui/status-pill.tsx'
import type { TaskResult } from '#lib/audit/types.ts'

const LOOKS = {
  pass: { tone: 'ok', icon: CircleCheck }, fail: { tone: 'bad', icon: CircleAlert }, error: { tone: 'warn', icon: CircleSlash2 }, skipped: { tone: 'neutral', icon: CircleDashed },
} as const

/** The five promises as the audit found them, each with everything that was tried. */
export function TaskList({ tasks }: { tasks: readonly TaskResult[] }) {
  return (
    <Card title="The five promises">
      <ul>
        {tasks.map((task) => (
          <li key={task.id} className="border-b border-line px-4 py-3 last:border-b-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <StatusPill {...LOOKS[task.status]}>{STATUS_WORDS[task.status]}</StatusPill>
              <h3 className="text-base">{TASK_WORDS[task.id]}</h3>
            </div>
            {task.evidence.length > 0 ? (
              <details>
                <summary className="w-fit rounded-sm py-0.5 text-accent underline underline-offset-2">
                  {countWords(task.evidence)} <span className="sr-only">, {TASK_WORDS[task.id]}</span>
                </summary>
                <EvidenceList evidence={task.evidence} />
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}
