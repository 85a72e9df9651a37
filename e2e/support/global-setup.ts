import { launch, newDirectory, nothingLeft, readRuntime, ready, remove, stop } from './product.ts'

/** Starts the whole product once for all tests; afterwards it must be gone without a trace. */
export default async function setUp(): Promise<() => Promise<void>> {
  const given = process.env.CALLWAITING_E2E_DIR
  if (given) {
    readRuntime(given)
    return async () => {}
  }
  const directory = newDirectory()
  // A server far from its clinics: their time zone must never be that of the machine.
  const product = await launch(directory, { TZ: 'Pacific/Chatham' })
  await ready(product)
  process.env.CALLWAITING_E2E_DIR = directory
  return async () => {
    const took = await stop(product)
    if (took > 5_000) throw new Error(`Stopping took ${Math.round(took)} ms; five seconds are promised.`)
    await nothingLeft(directory, 1_000)
    remove(directory)
  }
}
