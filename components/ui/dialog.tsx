'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useState, type ReactNode } from 'react'

type Props = {
  open: boolean
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  children: ReactNode
}

/** A modal dialog: focus is kept inside and returns to where it was; Escape and the backdrop close it. */
export function Dialog({ open, onClose, title, description, children }: Props) {
  // What had the focus when this was first drawn; a dialog that is born open does not know who opened it.
  const [opener] = useState(() => (typeof document === 'undefined' ? null : document.activeElement))
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop
          className={
            'fixed inset-0 z-40 min-h-dvh bg-veil transition-opacity duration-150 ' +
            'data-ending-style:opacity-0 data-starting-style:opacity-0'
          }
        />
        <Base.Popup
          finalFocus={() => focusAfter(opener)}
          className={
            'fixed z-50 flex flex-col overflow-hidden border border-line bg-surface shadow-float outline-none ' +
            'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-lg transition-[translate,opacity] duration-200 ' +
            'data-ending-style:translate-y-4 data-ending-style:opacity-0 ' +
            'data-starting-style:translate-y-4 data-starting-style:opacity-0 ' +
            'sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:max-h-[86dvh] sm:w-[31rem] sm:rounded-lg ' +
            'sm:-translate-x-1/2 sm:-translate-y-1/2 sm:data-ending-style:-translate-y-[calc(50%-0.5rem)] ' +
            'sm:data-starting-style:-translate-y-[calc(50%-0.5rem)]'
          }
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 grow">
              <Base.Title className="text-lg">{title}</Base.Title>
              {description ? (
                <Base.Description className="mt-0.5 text-ink-soft">{description}</Base.Description>
              ) : null}
            </div>
            <Base.Close
              aria-label="Close"
              className={
                '-mt-1 -mr-2 inline-flex size-9 shrink-0 items-center justify-center rounded-md text-ink-soft ' +
                'hover:bg-sunken hover:text-ink'
              }
            >
              <X aria-hidden className="size-4.5" />
            </Base.Close>
          </header>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** Back to what opened the dialog; to the page when that is gone, as with a booking that was cancelled. */
function focusAfter(opener: Element | null): HTMLElement | null {
  return opener instanceof HTMLElement && opener.isConnected ? opener : document.getElementById('content')
}

/** The part of a dialog that scrolls. */
export function DialogBody({ children }: { children: ReactNode }) {
  return (
    <div tabIndex={-1} className="flex min-h-0 grow flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5 outline-none">
      {children}
    </div>
  )
}

/** The row of actions that stays in view. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-canvas px-5 py-3">
      {children}
    </footer>
  )
}
