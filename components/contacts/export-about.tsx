import { ExportPart } from '#components/contacts/export-section.tsx'
import type { ProcessorEntry } from '#lib/privacy/rights/processors.ts'

type Props = {
  about: {
    purposes: string[]
    categories: string[]
    source: string
    recipients: readonly ProcessorEntry[]
    retention: { transcriptDays: number; leadDays: number; callDays: number; messageDays: number; note: string }
    automatedDecisions: string
    rights: string[]
    complaints: string
  }
}

/** What has to be said along with the copy (UK GDPR Art. 15(1)): why, from where, to whom, how long, and what the person may ask for. */
export function ExportAbout({ about }: Props) {
  const { retention } = about
  return (
    <>
      <ExportPart title="Why it is held">
        <Lines lines={about.purposes} />
      </ExportPart>
      <ExportPart title="What kinds of data, and where they come from">
        <Lines lines={about.categories} />
        <p className="mt-2">{about.source}</p>
      </ExportPart>
      <ExportPart title="Who processes it">
        <ul className="flex flex-col gap-3">
          {about.recipients.map((one) => (
            <li key={one.name} className="print:break-inside-avoid-page">
              <p className="font-medium">{one.name}</p>
              <p>
                {one.does} {one.gets}
              </p>
              <p className="text-ink-soft">
                {one.where} {one.transfer} {one.keeps}
              </p>
            </li>
          ))}
        </ul>
      </ExportPart>
      <ExportPart title="How long it is kept">
        <dl className="grid max-w-md grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
          <Days what="Transcripts of calls" days={retention.transcriptDays} />
          <Days what="Enquiries that led to no booking" days={retention.leadDays} />
          <Days what="Calls, without their words" days={retention.callDays} />
          <Days what="Texts" days={retention.messageDays} />
        </dl>
        <p className="mt-2 text-ink-soft">{retention.note.replace(/^Days\. /, '')}</p>
      </ExportPart>
      <ExportPart title="Decisions by a machine">
        <p>{about.automatedDecisions}</p>
      </ExportPart>
      <ExportPart title="What you may ask for">
        <Lines lines={about.rights} />
        <p className="mt-2">{about.complaints}</p>
      </ExportPart>
    </>
  )
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <ul className="list-disc pl-5 marker:text-ink-soft">
      {lines.map((line) => (
        <li key={line} className="py-0.5">
          {line}
        </li>
      ))}
    </ul>
  )
}

function Days({ what, days }: { what: string; days: number }) {
  return (
    <>
      <dt>{what}</dt>
      <dd className="text-right">{days} days</dd>
    </>
  )
}
