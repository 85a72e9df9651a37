'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { visitorIp } from '#app/b/[token]/visitor.ts'
import { goneWords, timeFrom, type BookState } from '#components/booking-page/book-state.ts'
import { tellTooMany } from '#lib/http/page-status.ts'
import { bookByLink } from '#lib/recovery/booking-page.ts'

const nameLimit = 120

/**
 * Books the time that was pressed, or says why not. Pressing twice books once. Success leads back to the page,
 * which then says so: a reload repeats nothing.
 */
export async function book(token: string, before: BookState, posted: FormData): Promise<BookState> {
  // An action is an address that anybody can post to, with anything.
  const form = posted instanceof FormData ? posted : new FormData()
  const text = (field: string) => String(form.get(field) ?? '').trim()
  const pressed = text('time')
  const chosen = text('chosen')
  const given = { name: text('name').slice(0, nameLimit), isAdult: form.has('isAdult'), time: chosen }
  const time = timeFrom(pressed === 'chosen' ? chosen : pressed)
  const fields: BookState['fields'] = {
    ...(time ? {} : { time: 'Choose a time.' }),
    ...(form.has('asksName') && !given.name ? { name: 'Enter the name of the person coming.' } : {}),
    // An empty box is nobody's word on an age: it is asked for here, and never sent on as a no.
    ...(form.has('asksAge') && !given.isAdult ? { age: AGE_MISSING } : {}),
  }
  const again = { answers: (Number(before?.answers) || 0) + 1, problem: null, fields, alternatives: [], given }
  if (!time || Object.keys(fields).length > 0) return again

  const outcome = await bookByLink(token, await visitorIp(), {
    ...time, ageConfirmed: given.isAdult ? true : null, name: given.name || null,
  })
  if (!outcome.ok && outcome.code === 'too_many') tellTooMany()
  if (outcome.ok) redirect(`/b/${encodeURIComponent(token)}`)
  // What the page shows is out of date when a time was taken, or the link has ended meanwhile.
  refresh()
  if (outcome.code === 'age_required') return { ...again, fields: { age: AGE_MISSING } }
  if (outcome.code === 'name_required') return { ...again, fields: { name: outcome.say } }
  if (outcome.code === 'taken') return { ...again, problem: goneWords(time.start, outcome.alternatives), alternatives: outcome.alternatives }
  return { ...again, problem: outcome.say, alternatives: outcome.alternatives }
}

const AGE_MISSING = 'Tick this if the person coming is 18 or over. If not, please ring us.'
