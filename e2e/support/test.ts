import { expect, test as base } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import type { DemoClinic, Runtime } from '#lib/commands/runtime.ts'
import { directoryOf } from './global-setup.ts'
import { readRuntime } from './product.ts'

type Workers = { directory: string; runtime: Runtime; sql: Sql; larkspur: DemoClinic; quillmere: DemoClinic }

const clinicOf = (runtime: Runtime, slug: string) => runtime.demo.clinics.find((clinic) => clinic.slug === slug)!

/** Every test has the running product of its worker, its two clinics, and a look behind the curtain through `sql`. */
export const test = base.extend<object, Workers>({
  directory: [async ({}, use, { parallelIndex }) => use(process.env[directoryOf(parallelIndex)]!), { scope: 'worker' }],
  runtime: [async ({ directory }, use) => use(readRuntime(directory)), { scope: 'worker' }],
  larkspur: [async ({ runtime }, use) => use(clinicOf(runtime, 'larkspur')), { scope: 'worker' }],
  quillmere: [async ({ runtime }, use) => use(clinicOf(runtime, 'quillmere')), { scope: 'worker' }],
  sql: [async ({ runtime }, use) => {
    const sql = postgres(runtime.databaseUrl, { max: 3, onnotice: () => undefined })
    await use(sql)
    await sql.end()
  }, { scope: 'worker' }],
})

export { expect }
