// A worker in a process of its own that does what it is told about one text, and dies at a chosen step of it.
import { writeSync } from 'node:fs'
import postgres, { type Sql, type TransactionSql } from 'postgres'
import { twilioMessenger } from '#lib/integrations/twilio/messenger.ts'
import type { TwilioSettings } from '#lib/integrations/twilio/client.ts'
import type { Messenger } from '#lib/recovery/messenger-port.ts'
import { serveText } from '#lib/recovery/outreach.ts'

export type Order = {
  databaseUrl: string; settings: TwilioSettings; appUrl: string; secret: string
  messageId: string
  /** RFC 3339: the worker's clock, which stands still. */
  now: string
  /** Killed at this step, counted over all orders; 0 never. */
  dieAt: number
  /** Commits the attempt only after the text was sent: what `serveText` must never do. */
  isCareless: boolean
}
/** When to come back, null when all is done; `isFailed` when the job threw. */
export type Done = { at: string | null; isFailed: boolean; steps: number }

let steps = 0
let dieAt = 0

/**
 * One more boundary is reached. Between two exchanges with database or carrier nothing happens that anybody else could see,
 * so to die after one is to die before the next. The kill is the kernel's: nothing is flushed, nobody says goodbye.
 */
function step(name: string): void {
  steps += 1
  if (steps !== dieAt) return
  writeSync(1, name)
  process.kill(process.pid, 'SIGKILL')
}

async function then<T>(name: string, work: Promise<T>): Promise<T> {
  const result = await work
  step(name)
  return result
}

/** Which of the product's statements it is, for the report of a failure. */
const nameOf = (parts: TemplateStringsArray) => /app\.(\w+)/.exec(parts.join(''))?.[1] ?? 'reading'
const counted = (sql: Sql | TransactionSql) => (parts: TemplateStringsArray, ...values: never[]) => then(nameOf(parts), sql(parts, ...values))

function countedSql(sql: Sql): Sql {
  const begin = (work: (tx: TransactionSql) => Promise<unknown>) => then('commit', sql.begin((tx) => {
    step('begin')
    return work(counted(tx) as never)
  }))
  return Object.assign(counted(sql), { begin }) as never
}

const countedMessenger = (messenger: Messenger): Messenger => ({
  isSandbox: messenger.isSandbox,
  send: (text) => then('send', messenger.send(text)),
  find: (text) => then('find', messenger.find(text)),
})

/** The same worker with its commit moved behind the sending: the transaction stays open while the carrier is asked. */
function careless(sql: Sql, messenger: Messenger): { sql: Sql; messenger: Messenger } {
  let commit = () => {}
  let committed: Promise<unknown> = Promise.resolve()
  const begin = (work: (tx: TransactionSql) => Promise<unknown>) => new Promise((resolve, reject) => {
    committed = sql.begin(async (tx) => {
      const result = (await work(tx)) as { do: string }
      const isSent = new Promise<void>((done) => { commit = done })
      resolve(result)
      if (result.do === 'send') await isSent
    })
    committed.catch(reject)
  })
  const send: Messenger['send'] = async (text) => {
    const outcome = await then('send', messenger.send(text))
    commit()
    await committed
    return outcome
  }
  return { sql: Object.assign(((...query: [never]) => sql(...query)) as never, { begin }) as Sql, messenger: { ...messenger, send } }
}

let opened: Sql | undefined

process.on('message', async (order: Order) => {
  opened ??= postgres(order.databaseUrl, { max: 2, onnotice: () => undefined })
  dieAt = order.dieAt
  if (steps === 0) step('nothing')
  const real = twilioMessenger(order.settings)
  const deps = order.isCareless ? careless(opened, real) : { sql: countedSql(opened), messenger: countedMessenger(real) }
  let at: Date | null = null
  let isFailed = false
  try {
    at = await serveText({ ...deps, secret: order.secret, appUrl: order.appUrl, now: () => new Date(order.now) }, order.messageId)
  } catch {
    // As in the worker: a job that throws comes again. The parent judges by what is left in the database.
    isFailed = true
  }
  process.send!({ at: at?.toISOString() ?? null, isFailed, steps } satisfies Done)
})
process.once('disconnect', () => process.exit(0))
// Let go before it had even begun.
if (!process.connected) process.exit(0)
