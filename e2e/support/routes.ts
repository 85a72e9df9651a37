import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')

export const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Verb = (typeof verbs)[number]

/** A route of the HTTP API as the folder tree has it: `/api/clinics/[clinicId]/calls`, and the verbs that its file exports. */
export type Route = { path: string; verbs: Verb[] }

const filesBelow = (folder: string) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)).sort()

/** Every route that the product serves below /api, read from its files: a new one is here on the day it is made. */
export function listRoutes(): Route[] {
  return filesBelow('app').filter((file) => /(^|\/)route\.tsx?$/.test(file)).map((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    const exported = [...text.matchAll(/^export (?:const|async function|function) (GET|HEAD|POST|PUT|PATCH|DELETE)\b/gm)].map((match) => match[1] as Verb)
    // Groups are in brackets, and no part of an address.
    return { path: `/${relative('app', dirname(file)).replace(/\([^)]+\)\/?/g, '')}`, verbs: exported }
  })
}

/** Whether a clinic's route reads a body by that verb. */
export const takesBody = ({ path }: Route, verb: Verb): boolean =>
  new RegExp(`export const ${verb} = clinicRoute\\(\\{[^}]*body:`).test(readFileSync(join(root, 'app', `${path}/route.ts`), 'utf8'))

/** Every server action, `file name`: each is an address of its own that anybody can post to. */
export function listActions(): string[] {
  return [...filesBelow('app'), ...filesBelow('components'), ...filesBelow('lib')].filter((file) => /\.tsx?$/.test(file)).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    if (!/^\s*['"]use server['"]/m.test(text)) return []
    const names = [...text.matchAll(/^export (?:const|async function|function) (\w+)/gm)].map((match) => match[1]!)
    return names.length > 0 ? names.map((name) => `${file} ${name}`) : [`${file} (inline)`]
  })
}

/** The addresses of the server actions in the real build: id and what it is. */
export function builtActions(): { id: string; name: string }[] {
  const manifest = JSON.parse(readFileSync(join(root, '.next/server/server-reference-manifest.json'), 'utf8')) as { node: Record<string, { filename?: string; exportedName?: string }> }
  return Object.entries(manifest.node).map(([id, { filename, exportedName }]) => ({ id, name: `${filename} ${exportedName}` }))
}

/** The parameters of a path, in order: `clinicId`, `callId`. */
export const paramsOf = (path: string): string[] => [...path.matchAll(/\[(\w+)\]/g)].map((match) => match[1]!)

export const fill = (path: string, ids: Record<string, string>): string => path.replace(/\[(\w+)\]/g, (_, name: string) => ids[name] ?? `missing-${name}`)
