import { partsOf } from '#components/calls/masks.ts'

/** What was said with its masks as quiet labels: "phone number", which a screen reader hears as "phone number removed". */
export function RedactedText({ text }: { text: string }) {
  return partsOf(text).map((part, n) => (part.kind === 'words' ? part.text : <Mask key={n} words={part.words} />))
}

function Mask({ words }: { words: string }) {
  return (
    <span
      title={`${words} removed`}
      className="inline-block rounded-sm border border-line bg-surface px-1.5 text-xs leading-4.5 whitespace-nowrap text-ink-soft"
    >
      {words}
      <span className="sr-only"> removed</span>
    </span>
  )
}
