'use client'

import { Check, Copy } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { CONTROL, FieldFrame } from '#components/ui/field.tsx'

/** A secret, this once, and the way to take it along. */
export function NewSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<'shown' | 'copied' | 'selected'>('shown')

  async function copy() {
    try {
      await navigator.clipboard.writeText(secret)
      setState('copied')
    } catch {
      // Browsers keep the clipboard from pages without HTTPS: then the person copies what is selected.
      field.current?.select()
      setState('selected')
    }
  }

  return (
    <>
      <DialogBody>
        <FieldFrame id={id} label="Key">
          <input
            ref={field}
            id={id}
            readOnly
            value={secret}
            spellCheck={false}
            onFocus={(event) => event.target.select()}
            className={`${CONTROL} font-mono`}
          />
        </FieldFrame>
        <p className="text-ink-soft">
          Programs send it as <code className="text-ink">Authorization: Bearer</code>. Whoever has it may do what it may do, so keep it
          where you keep passwords.
        </p>
        <p role="status" className="text-sm text-ok empty:hidden">
          {state === 'copied' ? 'Copied.' : state === 'selected' ? 'Selected: copy it with Ctrl+C or ⌘C.' : ''}
        </p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => void copy()}>
          {state === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
          Copy
        </Button>
        <Button tone="primary" onClick={onDone}>
          I have it
        </Button>
      </DialogFooter>
    </>
  )
}
