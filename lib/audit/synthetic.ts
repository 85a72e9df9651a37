import 'server-only'
import { randomBytes } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Observer, SyntheticClinic, TaskId } from '#lib/audit/types.ts'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import { hashOf, newApiKey } from '#lib/tenancy/keys.ts'

type Secrets = { apiKey: string; vapiSecret: string }
type Made = Omit<SyntheticClinic, keyof Secrets>

/** Two clinics of one run, and how they are looked at. They are gone after `end`, or by themselves some minutes after a process that was killed. */
export type Ground = { clinics: [SyntheticClinic, SyntheticClinic]; observe: Observer }

/** The secrets of two clinics: made here, kept in memory for the run, and known to the database by their hashes alone. */
function newSecrets(): { secrets: [Secrets, Secrets]; keys: { api: string; vapi: string }[] } {
  const one = (): Secrets => ({ apiKey: newApiKey(), vapiSecret: randomBytes(32).toString('base64url') })
  const secrets: [Secrets, Secrets] = [one(), one()]
  return { secrets, keys: secrets.map(({ apiKey, vapiSecret }) => ({ api: hashOf(apiKey).toString('hex'), vapi: hashOf(vapiSecret).toString('hex') })) }
}

const withSecrets = (made: readonly Made[], secrets: readonly Secrets[]): [SyntheticClinic, SyntheticClinic] =>
  made.map((clinic, n) => ({ ...clinic, ...secrets[n]! })) as [SyntheticClinic, SyntheticClinic]

type Sight = { bookings: Awaited<ReturnType<Observer['bookings']>>; leads: Awaited<ReturnType<Observer['leads']>> }

const observer = (sight: (clinicId: string) => Promise<Sight>, whereIs: Observer['whereIs']): Observer => ({
  bookings: async (clinicId) => (await sight(clinicId)).bookings,
  leads: async (clinicId) => (await sight(clinicId)).leads,
  whereIs,
})

/** A deadlock with whatever still runs in the clinic is no reason to leave it behind: whoever was chosen to give way asks again. */
async function insist<T>(work: () => Promise<T>, tries = 3): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (tries <= 1 || (error as { code?: string }).code !== '40P01') throw error
    return insist(work, tries - 1)
  }
}

export type Verdict = { passed: boolean | null; metrics: object; evidence: readonly object[] }
export type LiveGround = Ground & { runId: string; end: (verdict: Verdict) => Promise<void> }

/** Begins a live test of a clinic as whoever asked for it. `retryAfterSeconds` when too many are running. Throws PT403 for a clinic that is not theirs. */
export async function beginLiveTest(actor: Actor, clinicId: string, task: TaskId): Promise<{ ok: true; ground: LiveGround } | { ok: false; retryAfterSeconds: number }> {
  const { secrets, keys } = newSecrets()
  type Begun = { status: 201; runId: string; clinics: Made[] } | { status: 429; retryAfterSeconds: number }
  const [row] = await ask(actor, (sql) => sql<{ begun: Begun }[]>`select begin_live_test(${clinicId}, ${task}, ${sql.json(keys)}) as begun`)
  const begun = row!.begun
  if (begun.status === 429) return { ok: false, retryAfterSeconds: begun.retryAfterSeconds }
  const { runId } = begun
  const observe = observer(
    async (id) => (await ask(actor, (sql) => sql<{ sight: Sight }[]>`select look_at_live_test(${runId}, ${id}) as sight`))[0]!.sight,
    async (id, words) => (await ask(actor, (sql) => sql<{ places: string[] }[]>`select find_in_live_test(${runId}, ${id}, ${[...words]}) as places`))[0]!.places,
  )
  const end = async ({ passed, metrics, evidence }: Verdict) => {
    await insist(() => ask(actor, (sql) => sql`select end_live_test(${runId}, ${passed}, ${sql.json(metrics as never)}, ${sql.json(evidence as never)})`))
  }
  return { ok: true, ground: { clinics: withSecrets(begun.clinics, secrets), observe, runId, end } }
}

/** Minutes after which the clinics of an audit go by themselves, when the process that made them was killed. */
const auditMinutes = 10

/** The same for the audit, which acts as the owner of the database and for no clinic: `sql` is the owner's connection. */
export async function makeGround(sql: Sql): Promise<Ground & { end: () => Promise<void> }> {
  const { secrets, keys } = newSecrets()
  const [row] = await sql<{ made: Made[] }[]>`select app.make_synthetic(gen_random_uuid(), null, ${sql.json(keys)}, ${auditMinutes}) as made`
  const clinics = withSecrets(row!.made, secrets)
  return {
    clinics,
    observe: observer(
      async (id) => (await sql<{ sight: Sight }[]>`select app.sight_of(${id}) as sight`)[0]!.sight,
      async (id, words) => (await sql<{ places: string[] }[]>`select app.where_is(${id}, ${[...words]}) as places`)[0]!.places,
    ),
    end: async () => {
      for (const { id } of clinics) await insist(() => sql`select app.remove_synthetic(${id}) where app.is_synthetic(${id})`)
    },
  }
}
