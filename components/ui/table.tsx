import type { ReactNode, TdHTMLAttributes, ThHTMLAttributes } from 'react'

/** A table with rows of 36 px; the caption names it for a screen reader. */
export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <table className="w-full border-collapse text-left">
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  )
}

export function HeadCell({ className = '', ...rest }: ThHTMLAttributes<HTMLTableCellElement>) {
  return (
    <th
      scope="col"
      {...rest}
      className={`h-row border-b border-line px-3 text-sm font-medium text-ink-soft first:pl-4 last:pr-4 ${className}`}
    />
  )
}

export function Row({ children }: { children: ReactNode }) {
  return (
    <tr className="relative border-b border-line transition-colors last:border-b-0 hover:bg-canvas">{children}</tr>
  )
}

export function Cell({ className = '', ...rest }: TdHTMLAttributes<HTMLTableCellElement>) {
  return <td {...rest} className={`h-row px-3 py-1.5 first:pl-4 last:pr-4 ${className}`} />
}
