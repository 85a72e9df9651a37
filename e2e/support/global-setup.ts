import type { FullConfig } from '@playwright/test'
import { launch, newDirectory, nothingLeft, readRuntime, ready, remove, stop } from './product.ts'

/** The variable that names the data directory of a worker's own instance. */
export const directoryOf = (worker: number) => `CALLWAITING_E2E_DIR_${worker}`

/** Starts one product that is gone without a trace when the answer is called. */
async function start(worker: number): Promise<() => Promise<void>> {
  const directory = newDirectory()
  // A server far from its clinics: their time zone must never be that of the machine.
  const product = await launch(directory, { TZ: 'Pacific/Chatham' })
  await ready(product)
  process.env[directoryOf(worker)] = directory
  return async () => {
    const took = await stop(product)
    if (took > 5_000) throw new Error(`Stopping took ${Math.round(took)} ms; five seconds are promised.`)
    await nothingLeft(directory, 1_000)
    remove(directory)
  }
}

/** Starts the whole product once for each worker; afterwards they must be gone without a trace. */
export default async function setUp({ workers }: FullConfig): Promise<() => Promise<void>> {
  const given = process.env.CALLWAITING_E2E_DIR
  if (given) {
    readRuntime(given)
    process.env[directoryOf(0)] = given
    return async () => {}
  }
  const stops = await Promise.all(Array.from({ length: workers }, (_, worker) => start(worker)))
  return async () => {
    // One after the other: each is to be gone in time by itself.
    for (const end of stops) await end()
  }
}
