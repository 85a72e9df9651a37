'use client'

import { Toast as Base } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

/** Where toasts appear. What the person just did, with Undo where it can be undone; never an error in a form. */
export function ToastRegion({ children }: { children: ReactNode }) {
  return (
    <Base.Provider timeout={8000}>
      {children}
      <Base.Portal>
        <Base.Viewport
          className={
            'fixed inset-x-3 bottom-20 z-60 mx-auto flex flex-col-reverse gap-2 sm:inset-x-auto sm:right-6 ' +
            'sm:w-96 lg:bottom-6'
          }
        >
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function ToastList() {
  const { toasts } = Base.useToastManager()
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className={
        'rise rounded-md border border-line bg-surface shadow-float transition-opacity duration-150 ' +
        'data-ending-style:opacity-0 data-limited:hidden'
      }
    >
      <Base.Content className="flex items-center gap-2 py-2 pr-2 pl-4">
        <div className="min-w-0 grow py-1">
          <Base.Title className="text-base font-medium" />
          <Base.Description className="text-sm text-ink-soft" />
        </div>
        <Base.Action className="h-9 shrink-0 rounded-md px-3 font-medium text-accent hover:bg-accent-soft" />
        <Base.Close
          aria-label="Dismiss"
          className="inline-flex size-9 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-sunken"
        >
          <X aria-hidden className="size-4" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ))
}

/** Says what was done, and offers to undo it. */
export function useToast() {
  const manager = Base.useToastManager()
  return (title: string, options: { description?: string; undo?: () => void } = {}) => {
    const id = manager.add({
      title,
      description: options.description,
      actionProps: options.undo
        ? {
            children: 'Undo',
            onClick: () => {
              manager.close(id)
              options.undo?.()
            },
          }
        : undefined,
    })
  }
}
