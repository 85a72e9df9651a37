import { randomInt } from 'node:crypto'
import { expect, type BrowserContext } from '@playwright/test'
import type { Sql } from 'postgres'
import type { DemoClinic, Runtime } from '#lib/commands/runtime.ts'
import { apiOf, vapiOf } from './http.ts'
import { leadOf, loseCall, type Caller } from './lost-call.ts'
import { twilioOf } from './twilio.ts'

/** A visitor with an address of their own: tries of links are counted by it. */
export const newAddress = (): string => `2001:db8::${randomInt(1, 0xffff).toString(16)}:${randomInt(1, 0xffff).toString(16)}`

/** Lets a browser come from an address, as a proxy in front of the product would say. */
export const visitFrom = (context: BrowserContext, address = newAddress()) => context.setExtraHTTPHeaders({ 'x-forwarded-for': address })

/** The booking link of somebody who hung up and then asked for another time, by text. */
export async function linkFor(runtime: Runtime, clinic: DemoClinic, sql: Sql, caller: Caller) {
  const twilio = twilioOf(runtime, sql)
  const lost = await loseCall(vapiOf(runtime, clinic), caller)
  await expect.poll(() => twilio.bodiesTo(lost.phone)).toHaveLength(1)
  await twilio.inbound(lost.phone, clinic.phoneNumber, '2')
  await expect.poll(() => twilio.bodiesTo(lost.phone)).toHaveLength(2)
  const link = /https?:\/\/\S+\/b\/[\w-]+/.exec((await twilio.bodiesTo(lost.phone))[1]!)![0]
  return { ...lost, link, leadId: (await leadOf(apiOf(runtime, clinic), lost.phone))!.id }
}
