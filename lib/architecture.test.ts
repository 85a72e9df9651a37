import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

function* sourcesIn(folder: string): Generator<string> {
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name)
    if (statSync(join(root, path)).isDirectory()) yield* sourcesIn(path)
    else if (/\.tsx?$/.test(name) && !/\.(test|spec)\.tsx?$/.test(name)) yield path
  }
}

const importPattern = /(?:^|\n)\s*(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

/** What a file imports: paths from the root for our own files, package names for the rest. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(importPattern)].map((match) => {
    const target = (match[1] ?? match[2])!
    if (target.startsWith('#')) return target.slice(1)
    return target.startsWith('.') ? normalize(join(dirname(file), target)) : `package:${target}`
  })
}

const files = ['app', 'components', 'lib', 'supabase/local'].flatMap((folder) => [...sourcesIn(folder)])
const imports = new Map(files.map((file) => [file, importsOf(file)]))
const offenders = (isConcerned: (file: string) => boolean, isForbidden: (target: string, file: string) => boolean) =>
  files.filter(isConcerned).flatMap((file) => imports.get(file)!.filter((target) => isForbidden(target, file)).map((target) => `${file} -> ${target}`))

const rooms = ['tenancy', 'privacy', 'scheduling', 'recovery', 'calls', 'voice', 'audit']
const roomOf = (path: string) => rooms.findIndex((room) => path.startsWith(`lib/${room}/`))

describe('the arrows between the rooms', () => {
  test('the files were found and their imports read', () => {
    expect(files.length).toBeGreaterThan(80)
    expect(imports.get('lib/calls/webhook.ts')).toContain('lib/db/door.ts')
  })

  test('a room imports only rooms to its left, db and shared', () => {
    expect(offenders((file) => roomOf(file) >= 0, (target, file) => {
      if (roomOf(target) >= 0) return roomOf(target) > roomOf(file)
      return target.startsWith('lib/') && !/^lib\/(db|shared)\//.test(target)
    })).toEqual([])
  })

  test('no room knows a page, a component or a provider', () => {
    expect(offenders((file) => roomOf(file) >= 0, (target, file) =>
      /^(app|components)\//.test(target) || /^package:(googleapis|google-auth-library|twilio|@vapi-ai\/)/.test(target)
      // Only the session knows Next: it is the one that can send a visitor to the sign-in page.
      || (target.startsWith('package:next') && file !== 'lib/tenancy/session.ts'))).toEqual([])
  })

  test('shared imports no room, http knows only tenancy, db no room', () => {
    expect(offenders((file) => file.startsWith('lib/shared/'), (target) => target.startsWith('lib/') && !target.startsWith('lib/shared/'))).toEqual([])
    expect(offenders((file) => file.startsWith('lib/http/'), (target) => target.startsWith('lib/') && !/^lib\/(http|db|shared|tenancy)\//.test(target))).toEqual([])
    expect(offenders((file) => file.startsWith('lib/db/'), (target) => target.startsWith('lib/') && !/^lib\/(db|shared)\//.test(target))).toEqual([])
  })

  test('components see only components and pure files of the rooms', () => {
    expect(offenders((file) => file.startsWith('components/'), (target) =>
      /^lib\/(db|integrations|commands|http)\//.test(target) || target === 'lib/shared/env.ts'
      || (target.startsWith('lib/') && readFileSync(join(root, target), 'utf8').startsWith("import 'server-only'")))).toEqual([])
  })

  test('the providers\' packages are opened in one file each', () => {
    const owners: Record<string, RegExp> = {
      googleapis: /^lib\/integrations\/google-calendar\/client\.ts$/,
      twilio: /^lib\/integrations\/twilio\/client\.ts$/,
      '@vapi-ai/server-sdk': /^lib\/integrations\/vapi\/client\.ts$/,
      '@supabase/': /^(lib\/db\/|supabase\/local\/)/,
    }
    for (const [name, owner] of Object.entries(owners)) {
      expect(offenders((file) => !owner.test(file), (target) => target.startsWith(`package:${name}`)), name).toEqual([])
    }
  })

  test('the rights of the owner are taken only by the worker and the commands', () => {
    expect(offenders((file) => !file.startsWith('lib/commands/'), (target) => target === 'lib/db/admin.ts')).toEqual([])
  })

  test('the environment is read in one place', () => {
    const readers = files.filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env') && file !== 'lib/shared/env.ts')
    // The browser tests' own configuration loads this one, outside the product.
    expect(readers).toEqual(['lib/commands/chromium.ts'])
  })

  test('no file imports itself by a detour, types aside', () => {
    const runtimeImports = (file: string) => {
      const text = readFileSync(join(root, file), 'utf8').replace(/(?:^|\n)\s*(?:import|export)\s+type\s[^'"]*['"][^'"]+['"]/g, '')
      return [...text.matchAll(importPattern)].map((match) => (match[1] ?? match[2])!)
        .flatMap((target) => (target.startsWith('#') ? [target.slice(1)] : target.startsWith('.') ? [normalize(join(dirname(file), target))] : []))
    }
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) return void cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      if (done.has(file)) return
      for (const next of runtimeImports(file)) if (existsSync(join(root, next)) && /\.tsx?$/.test(next)) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  test('every import names a file that is there', () => {
    expect(offenders(() => true, (target) => !target.startsWith('package:') && !existsSync(join(root, target)))).toEqual([])
  })
})
