import { Lock } from 'lucide-react'
import { Card } from '#components/ui/card.tsx'
import { emergencyScript } from '#lib/calls/red-flags.ts'

/** The words that a caller in danger hears. They are shown and cannot be changed. */
export function ScriptCard() {
  return (
    <Card
      title="What the caller is told"
      aside={
        <span className="flex items-center gap-1.5 text-sm text-ink-soft">
          <Lock aria-hidden className="size-4" /> Cannot be changed
        </span>
      }
    >
      <div className="flex flex-col gap-4 p-4">
        <p className="text-ink-soft">
          Fixed phrases are listened for in everything a caller says, before the AI model answers. These words are spoken at once, nothing
          more is offered or booked in that call, and no text is sent to the caller.
        </p>
        <Words title="Signs of a medical emergency" words={emergencyScript.medical} />
        <Words title="Self-harm, distress, or being made to come" words={emergencyScript.distress} />
      </div>
    </Card>
  )
}

function Words({ title, words }: { title: string; words: string }) {
  return (
    <figure>
      <figcaption className="text-sm font-medium">{title}</figcaption>
      <blockquote className="mt-1 rounded-md bg-sunken px-3 py-2">{words}</blockquote>
    </figure>
  )
}
