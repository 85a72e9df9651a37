import { randomUUID } from 'node:crypto'
import type { Row, TransactionSql } from 'postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/db/actor.ts'
import { apiClient, claim, member, voiceAgent } from './claiming.ts'
import { actAs, aWednesday, useDatabase, type TestClinic } from './database.ts'
import { makeTwoClinics, type Table } from './wall/two-clinics.ts'

// Everything here is read from the catalogue, so a new table is covered on the day it is made. Functions, views and strangers of every kind: wall/.
describe('the silo', () => {
  const db = useDatabase({ max: 8 })
  let ours: TestClinic
  let theirs: TestClinic
  let tables: Table[]
  // The workers' signs of life belong to no clinic; nobody may read or write those at all.
  let ownerless: Table[]

  beforeAll(async () => {
    ({ ours, theirs, tables, ownerless } = await makeTwoClinics(db.sql))
  })

  const actors = (): [string, Actor | { role: 'anon' }, 'nothing' | 'ours'][] => [
    ['anon', { role: 'anon' }, 'nothing'],
    ['a signed-in stranger', member(randomUUID()), 'nothing'],
    ["another clinic's owner", member(theirs.ownerId), 'nothing'],
    ["another clinic's voice agent", voiceAgent(theirs.id), 'nothing'],
    ["another clinic's API key", apiClient(theirs.id), 'nothing'],
    ['our owner', member(ours.ownerId), 'ours'],
    ['our voice agent', voiceAgent(ours.id), 'ours'],
    ['our API key', apiClient(ours.id), 'ours'],
  ]
  const read = (actor: Actor | { role: 'anon' }, statement: string): Promise<Row[] | string> =>
    actAs(db.sql, actor, (tx: TransactionSql) => tx.unsafe(statement)).then((rows) => [...(rows as Row[])], (error: { code: string }) => error.code)

  test('every table is tried, with rows of both clinics in it', async () => {
    expect(tables.length).toBeGreaterThan(15)
    for (const table of tables) {
      const [row] = await db.sql.unsafe(`select count(distinct ${table.clinicColumn})::int as clinics from ${table.schema}.${table.name}`)
      expect([table.name, row!.clinics]).toEqual([table.name, 2])
    }
  })

  test('a stranger reads no row of ours from any table; our people and programs read ours and only ours', async () => {
    for (const [who, actor, expected] of actors()) {
      for (const table of tables) {
        const seen = await read(actor, `select ${table.clinicColumn} as clinic from ${table.schema}.${table.name}`)
        const label = `${who} reads ${table.schema}.${table.name}`
        if (actor.role === 'anon' || table.schema === 'app') expect([label, seen]).toEqual([label, '42501'])
        else if (expected === 'ours') expect([label, [...new Set((seen as Row[]).map((row) => row.clinic))]]).toEqual([label, [ours.id]])
        else expect([label, (seen as Row[]).filter((row) => row.clinic === ours.id)]).toEqual([label, []])
      }
    }
  })

  test('nobody writes to any table directly, be it their own: 42501 even where no row matches', async () => {
    for (const [who, actor] of actors()) {
      for (const table of tables) {
        const from = `${table.schema}.${table.name}`
        for (const statement of [
          `insert into ${from} (${table.clinicColumn}) values ('${ours.id}')`,
          `update ${from} set ${table.clinicColumn} = '${ours.id}' where ${table.clinicColumn} = '${ours.id}'`,
          `update ${from} set ${table.clinicColumn} = ${table.clinicColumn} where false`,
          `delete from ${from} where ${table.clinicColumn} = '${ours.id}'`,
          `truncate ${from} cascade`,
        ]) {
          expect([who, statement, await read(actor, statement)]).toEqual([who, statement, '42501'])
        }
      }
    }
  })

  test('a table that belongs to no clinic is out of reach of everybody', async () => {
    expect(ownerless.filter((table) => table.schema !== 'app')).toEqual([])
    for (const [who, actor] of actors()) {
      for (const table of ownerless) for (const verb of ['select 1 from', 'delete from', 'truncate']) {
        expect([who, verb, await read(actor, `${verb} app.${table.name}`)]).toEqual([who, verb, '42501'])
      }
    }
  })

  test('who is removed from a clinic loses it at once, with the same token', async () => {
    const userId = randomUUID()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${ours.id}, ${userId}, 'staff')`
    expect(await read(member(userId), 'select id from bookings')).toHaveLength(1)
    expect(await claim(db.sql, ours, { start: aWednesday(3) }, member(userId))).toMatchObject({ status: 201 })
    await db.sql`delete from clinic_members where user_id = ${userId}`
    expect(await read(member(userId), 'select id from bookings')).toEqual([])
    await expect(claim(db.sql, ours, { start: aWednesday(3) }, member(userId))).rejects.toMatchObject({ code: 'PT403' })
  })

  test('a program whose token names no clinic may do nothing anywhere', async () => {
    for (const role of ['voice_agent', 'api_client'] as const) {
      const nowhere = { role } as Actor
      await expect(claim(db.sql, ours, { start: aWednesday(4) }, nowhere)).rejects.toMatchObject({ code: 'PT403' })
      expect(await read(nowhere, 'select 1 from bookings')).toEqual([])
    }
  })
})
