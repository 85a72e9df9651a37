import type { ReactNode } from 'react'
import { Card } from '#components/ui/card.tsx'

/** What a reply does, STOP first of all. */
export function Replies() {
  return (
    <Card title="What a reply does">
      <dl>
        <Reply word="STOP">
          Ends all texts from this clinic to that number, before the next one leaves. So does the same in other words, such as
          “please don’t text me”. A booking stays as it is. Only START, sent by that person, lets texts through again.
        </Reply>
        <Reply word="1">Books the time that was kept. When it has gone meanwhile, others are offered.</Reply>
        <Reply word="2">Asks for another time. So does CHANGE; three are offered, numbered.</Reply>
        <Reply word="CALL">Asks to be rung. It is noted as their wish, and they are rung back.</Reply>
        <Reply word="Other words">Waits for your team on the lead’s page. No question is answered by guesswork.</Reply>
      </dl>
    </Card>
  )
}

function Reply({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-3 last:border-b-0">
      <dt>
        <span className="inline-block rounded-lg rounded-br-sm border border-line-strong px-2.5 py-1 font-medium">
          {word}
        </span>
      </dt>
      <dd className="pt-1 text-ink-soft">{children}</dd>
    </div>
  )
}
