'use client'

import { CircleAlert, CircleCheck } from 'lucide-react'
import { useRef, type RefObject } from 'react'
import { isShipped } from '#components/texts/draft.ts'
import { Button } from '#components/ui/button.tsx'
import { CONTROL } from '#components/ui/field.tsx'
import type { Problem } from '#lib/recovery/lint.ts'
import { placeholders, shippedTemplate, type Placeholder } from '#lib/recovery/template.ts'

const MEANINGS: Record<Placeholder, string> = {
  clinic: 'the clinic’s name',
  name: 'the first name, left out when it is not known',
  treatment: 'the treatment, by its public name',
  time: 'the day and time that are kept',
  phone: 'the clinic’s number',
}

type Props = {
  text: string
  problems: Problem[]
  /** What the server said of it, when it was refused. */
  refusal: string | undefined
  isReadOnly: boolean
  field: RefObject<HTMLTextAreaElement | null>
  onChange: (text: string) => void
}

/** The template, with what may be put into it and what is wrong with it, as it is written. */
export function TemplateField({ text, problems, refusal, isReadOnly, field, onChange }: Props) {
  const caret = useRef<number | null>(null)
  const isWrong = problems.length > 0 || refusal !== undefined

  function insert(name: Placeholder) {
    const at = caret.current ?? text.length
    const word = `{${name}}`
    onChange(text.slice(0, at) + word + text.slice(at))
    caret.current = at + word.length
    // Once React has drawn the new text, the caret goes behind what was put in.
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(at + word.length, at + word.length)
    })
  }

  return (
    <div className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <label htmlFor="template" className="text-sm font-medium">
          The one text after a lost call
        </label>
        {isReadOnly || isShipped(text) ? null : (
          <Button tone="quiet" className="-my-2 -mr-3.5 ml-auto" onClick={() => onChange(shippedTemplate.kept)}>
            Use the shipped text
          </Button>
        )}
      </div>
      <textarea
        id="template"
        ref={field}
        value={text}
        rows={5}
        readOnly={isReadOnly}
        aria-invalid={isWrong || undefined}
        aria-describedby="template-problems template-note"
        onChange={(event) => onChange(event.target.value)}
        onSelect={(event) => (caret.current = event.currentTarget.selectionStart)}
        className={`${CONTROL} h-auto resize-y py-2 leading-relaxed read-only:bg-canvas`}
      />
      <div id="template-problems">
        {refusal && problems.length === 0 ? <Wrong message={refusal} /> : null}
        <ul className="flex flex-col gap-1 empty:hidden">
          {problems.map((problem) => (
            <li key={`${problem.code} ${problem.at?.join('-') ?? ''}`}>
              <Wrong
                message={problem.message}
                onShow={problem.at ? () => show(field.current, problem.at!) : undefined}
              />
            </li>
          ))}
        </ul>
        {isWrong ? null : (
          <p className="flex items-start gap-1.5 text-sm text-ok">
            <CircleCheck aria-hidden className="mt-px size-4 shrink-0" />
            {isShipped(text) ? 'The shipped text' : 'Your own text'}. It follows the rules for such texts.
          </p>
        )}
      </div>
      {isReadOnly ? null : (
        <div role="group" aria-label="Put in" className="flex flex-wrap gap-1.5">
          {placeholders.map((name) => (
            <button
              key={name}
              type="button"
              title={MEANINGS[name]}
              onClick={() => insert(name)}
              className="h-7 rounded-sm border border-line bg-canvas px-2 text-sm hover:bg-sunken"
            >
              <span className="sr-only">Put in </span>
              {`{${name}}`}
              <span className="sr-only">, {MEANINGS[name]}</span>
            </button>
          ))}
        </div>
      )}
      <p id="template-note" className="text-sm text-ink-soft">
        Words in braces are filled in for each person. A text with {'{time}'} is used when a time is kept; else the shipped
        words for that case go out.
      </p>
    </div>
  )
}

function show(field: HTMLTextAreaElement | null, [from, to]: readonly [number, number]): void {
  field?.focus()
  field?.setSelectionRange(from, to)
}

function Wrong({ message, onShow }: { message: string; onShow?: (() => void) | undefined }) {
  return (
    <p className="flex items-start gap-1.5 text-sm text-bad">
      <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
      <span>
        {message}{' '}
        {onShow ? (
          <button type="button" onClick={onShow} className="min-h-6 px-0.5 underline underline-offset-2">
            Show<span className="sr-only"> where: {message}</span>
          </button>
        ) : null}
      </span>
    </p>
  )
}
