import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'

/** A clinic made for measuring: open round the clock, with so many practitioners and nothing but one procedure of an hour. */
export type BenchClinic = { id: string; practitionerIds: string[]; procedureId: string }

const minuteMs = 60_000

/** Makes the clinic and the two bare tables that the product is measured against. Needs the owner's connection. */
export async function makeBenchClinic(sql: Sql, practitioners: number): Promise<BenchClinic> {
  const id = randomUUID()
  await sql`insert into clinics (id, slug, name, time_zone, phone_number, min_notice_minutes, horizon_days)
    values (${id}, ${`bench-${id}`}, 'Benchmark', 'Europe/London', '+447700900199', 0, 400)`
  const people = await sql<{ id: string }[]>`insert into practitioners (clinic_id, name)
    select ${id}, 'Dr ' || n from generate_series(1, ${practitioners}::int) n returning id`
  const [procedure] = await sql<{ id: string }[]>`insert into procedures (clinic_id, slug, name, public_label, duration_minutes)
    values (${id}, 'consultation', 'Consultation', 'Consultation', 60) returning id`
  await sql`insert into practitioner_procedures (clinic_id, practitioner_id, procedure_id)
    select ${id}, p.id, ${procedure!.id} from practitioners p where p.clinic_id = ${id}`
  await sql`insert into working_hours (clinic_id, practitioner_id, weekday, opens, closes)
    select ${id}, p.id, d, '00:00', '24:00' from practitioners p, generate_series(1, 7) d where p.clinic_id = ${id}`
  return { id, practitionerIds: people.map((row) => row.id), procedureId: procedure!.id }
}

/** The least that a booking can be: who and when, with the product's own constraint, and without any. */
export async function makeBareTables(sql: Sql): Promise<void> {
  await sql.unsafe(`create schema bench;
    create table bench.guarded (id uuid primary key default gen_random_uuid(), practitioner_id uuid not null, during tstzrange not null,
      status text not null default 'booked', exclude using gist (practitioner_id with =, during with &&) where (status in ('held', 'booked')));
    create table bench.unguarded (id uuid primary key default gen_random_uuid(), practitioner_id uuid not null, during tstzrange not null);
    create index on bench.unguarded using gist (practitioner_id, during);`)
}

export type Wish = { practitionerId: string; start: Date }

/** The wish of the given number: another practitioner each time, and another hour once all have had one. No two overlap. */
export function wishOf(clinic: BenchClinic, firstDay: Date, index: number): Wish {
  const people = clinic.practitionerIds.length
  return { practitionerId: clinic.practitionerIds[index % people]!, start: new Date(firstDay.getTime() + Math.floor(index / people) * 60 * minuteMs) }
}

/** Midnight UTC so many days after `now`. */
export function daysAfter(now: Date, days: number): Date {
  const day = new Date(now.getTime() + days * 24 * 60 * minuteMs)
  day.setUTCHours(0, 0, 0, 0)
  return day
}
