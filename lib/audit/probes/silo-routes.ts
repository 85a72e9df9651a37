import { randomUUID } from 'node:crypto'
import { ask } from '#lib/audit/probes/asking.ts'
import type { ProbeTarget } from '#lib/audit/types.ts'

export const verbs = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Verb = (typeof verbs)[number]

/** A path of the deployment's own description, with the verbs that it says are there. */
export type Route = { path: string; described: ReadonlySet<string>; names: string[] }

/** Every path that the deployment says it has. Empty when it does not say. */
export async function routesOf(target: ProbeTarget): Promise<Route[]> {
  const { body } = await ask(target, '/api/openapi.json')
  return Object.entries((body.paths ?? {}) as Record<string, object>).map(([path, item]) => ({
    path, described: new Set(Object.keys(item)), names: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!),
  }))
}

/** Ids by the name that a path gives them; what is not known is an id that nobody has. */
export type Ids = Readonly<Record<string, string>>

export const filled = (path: string, ids: Ids): string => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? randomUUID())

/** Runs work over all items, so many at once. */
export async function each<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values()
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const item of rest) await work(item)
  }))
}
