import type { ContactLog } from '#lib/calls/contact-types.ts'

type Counts = ContactLog['counts']

/** 'one call', 'two calls': a small number in words with its noun, larger ones in figures. */
export function counted(count: number, one: string, many = `${one}s`): string {
  const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
  return `${words[count] ?? count} ${count === 1 ? one : many}`
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** How many texts went to and fro, a phrase. */
export function textsWords({ textsOut, textsIn }: Pick<Counts, 'textsOut' | 'textsIn'>): string {
  return textsOut + textsIn === 0 ? 'None' : `${textsOut} sent, ${textsIn} received`
}

export type ErasurePlan = {
  /** What is deleted, here and at those who process it. */
  goes: string[]
  /** What stays, and why. */
  stays: string[]
}

/** What an erasure will do to a person with so much on record, sentences in the order in which they matter. */
export function erasurePlan(counts: Counts): ErasurePlan {
  const { calls, transcripts, bookings, coming, leads, textsOut, textsIn } = counts
  const past = bookings - coming
  const texts = textsOut + textsIn
  return {
    goes: [
      'Their name, number, email, date of birth and address.',
      ...(coming > 0 ? [`${capital(counted(coming, 'coming booking'))}: cancelled, here and in Google Calendar.`] : []),
      ...(past > 0 ? [`${capital(counted(past, 'earlier booking'))}: no longer theirs, here or in Google Calendar.`] : []),
      ...(transcripts > 0 ? [`${capital(counted(transcripts, 'transcript'))}, and any copy that Vapi still has.`] : []),
      ...(texts > 0 ? [`${capital(counted(texts, 'text'))}, here and at Twilio.`] : []),
      ...(leads > 0 ? [`${capital(counted(leads, 'lead'))}, with what was offered.`] : []),
    ],
    stays: [
      ...(calls > 0 ? [`That ${counted(calls, 'call')} came in, when and how long: without a person.`] : []),
      'The record of permissions, without a name: it is your proof.',
      'If they said stop, a fingerprint of their number, so that nobody texts it again.',
    ],
  }
}
