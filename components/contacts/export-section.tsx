import type { ReactNode } from 'react'
import { RedactedText } from '#components/calls/redacted-text.tsx'
import { entryOf, type ExportEntry, type ExportFact } from '#components/contacts/export-entries.ts'
import { namePartsOf } from '#components/leads/name-parts.ts'
import { PersonDetail } from '#components/shell/person-detail.tsx'
import { PersonName } from '#components/shell/person-name.tsx'

type Row = Record<string, unknown>

/** A part of an export: its heading, and every row with all that is held in it. */
export function ExportSection({ title, rows, name }: { title: string; rows: Row[]; name: string | null }) {
  return (
    <ExportPart title={title}>
      {rows.length === 0 ? <p className="text-ink-soft">Nothing is held.</p> : null}
      <ol className="flex flex-col gap-3">
        {rows.map((row, n) => (
          <li key={n} className="border-t border-line pt-3 first:border-t-0 first:pt-0 print:break-inside-avoid-page">
            <Entry entry={entryOf(row)} name={name} />
          </li>
        ))}
      </ol>
    </ExportPart>
  )
}

/** A heading of the document with what belongs to it. */
export function ExportPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-8">
      <h2 className="mb-3 border-b border-line pb-1 text-lg">{title}</h2>
      {children}
    </section>
  )
}

function Entry({ entry, name }: { entry: ExportEntry; name: string | null }) {
  return (
    <>
      <dl className="grid gap-x-4 sm:grid-cols-[minmax(7rem,12rem)_minmax(0,1fr)] sm:gap-y-1">
        {entry.facts.map((fact, n) => (
          <div key={n} className="contents">
            <dt className="text-ink-soft max-sm:text-sm">{fact.term}</dt>
            <dd className="break-words whitespace-pre-line max-sm:mb-1.5">
              <Value fact={fact} name={name} />
            </dd>
          </div>
        ))}
      </dl>
      {entry.lists.map((list) => (
        <div key={list.term} className="mt-2">
          <h3 className="text-sm font-medium">{list.term}</h3>
          <ol className="mt-1 flex flex-col gap-2 border-l-2 border-line pl-3">
            {list.entries.map((inner, n) => (
              <li key={n}>
                <Entry entry={inner} name={name} />
              </li>
            ))}
          </ol>
        </div>
      ))}
    </>
  )
}

function Value({ fact, name }: { fact: ExportFact; name: string | null }) {
  if (fact.kind === 'detail') return <PersonDetail what={fact.term.toLowerCase()}>{fact.text}</PersonDetail>
  if (fact.kind === 'plain') return fact.text
  return namePartsOf(fact.text, name).map((part, n) => (part.isName ? <PersonName key={n} name={part.text} /> : <RedactedText key={n} text={part.text} />))
}
