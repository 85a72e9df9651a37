'use client'

import { useEffect, useRef, type ReactNode } from 'react'

/** The title of a page that replaced a form: takes the focus, so that a screen reader says it. */
export function ArrivalHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">
      {children}
    </h1>
  )
}
