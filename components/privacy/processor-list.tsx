import { ChevronDown } from 'lucide-react'
import { Card } from '#components/ui/card.tsx'
import { processors, type ProcessorEntry } from '#lib/privacy/rights/processors.ts'

const FACTS: [keyof Pick<ProcessorEntry, 'gets' | 'where' | 'transfer' | 'keeps'>, string][] = [
  ['gets', 'Gets'], ['where', 'Where'], ['transfer', 'Transfer'], ['keeps', 'Keeps'],
]

/** Who else handles the data: for what, where, on which ground it leaves the UK, how long. */
export function ProcessorList() {
  return (
    <Card title="Who processes it">
      <ul>
        {processors.map((processor) => (
          <li key={processor.name} className="border-b border-line last:border-b-0">
            <details className="group">
              <summary className="flex list-none items-start gap-3 px-4 py-3 hover:bg-canvas">
                <span className="min-w-0 grow">
                  <span className="font-medium">{processor.name}.</span> <span className="text-ink-soft">{processor.does}</span>
                </span>
                <ChevronDown aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-soft group-open:rotate-180" />
              </summary>
              <dl className="grid gap-x-6 gap-y-3 px-4 pb-4 sm:grid-cols-2">
                {FACTS.map(([key, term]) => (
                  <div key={key}>
                    <dt className="text-sm text-ink-soft">{term}</dt>
                    <dd>{processor[key]}</dd>
                  </div>
                ))}
              </dl>
            </details>
          </li>
        ))}
      </ul>
    </Card>
  )
}
