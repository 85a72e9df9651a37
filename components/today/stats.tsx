import Link from 'next/link'

export type Stat = { href: string; label: string; value: number | string; note: string }

/** The day in numbers; each is a link to the rows that make it. */
export function Stats({ stats }: { stats: Stat[] }) {
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {stats.map((stat) => (
        <li key={stat.label}>
          <Link
            href={stat.href}
            className="block h-full rounded-lg border border-line bg-surface px-4 py-3 shadow-raised transition-colors hover:border-line-strong"
          >
            <span className="block text-sm text-ink-soft">{stat.label}</span>
            <span className="block text-2xl font-semibold">{stat.value}</span>
            <span className="block text-sm text-ink-soft">{stat.note}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
