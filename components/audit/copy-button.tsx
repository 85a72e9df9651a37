'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'

const SHOWN_MS = 3_000

/** Puts a text on the clipboard and says so, or that the browser does not allow it. */
export function CopyButton({ text, of }: { text: string; of: string }) {
  const [said, setSaid] = useState<'' | 'Copied' | 'Select it and copy by hand'>('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  async function copy() {
    clearTimeout(timer.current)
    // Without https, or without permission, there is no clipboard.
    const isDone = await (navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false)
    setSaid(isDone ? 'Copied' : 'Select it and copy by hand')
    timer.current = setTimeout(() => setSaid(''), SHOWN_MS)
  }

  return (
    <span className="flex items-center gap-2">
      <span role="status" className="text-sm text-ink-soft">{said}</span>
      <Button onClick={() => void copy()}>
        {said === 'Copied' ? <Check aria-hidden /> : <Copy aria-hidden />} Copy <span className="sr-only">the fix of {of}</span>
      </Button>
    </span>
  )
}
