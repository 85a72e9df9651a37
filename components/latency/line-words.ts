import type { ClinicLine } from '#lib/calls/clinic-line.ts'

export type Path = ClinicLine['path']

/** Who answers now, and what that means. */
export const ANSWERS: Record<Path, { state: string; means: string; switchTo: string }> = {
  vapi: { state: 'Vapi answers', means: 'Vapi hears, thinks and speaks; what Voxanne may do is decided here. How soon she answers is for Vapi’s settings to say.', switchTo: 'Switch to our own line' },
  stream: { state: 'Our own line answers', means: 'Twilio passes the sound to our own program, which hears with Deepgram, asks the language model and speaks with Cartesia.', switchTo: 'Switch back to Vapi' },
}

/** What somebody is told before they decide: what stays, what changes, and what has to be done elsewhere. */
export function consequencesOf(to: Path, canTransfer: boolean): { title: string; points: [string, string][]; keep: string; confirm: string } {
  const stays: [string, string] = ['Stays the same', 'The greeting, the diary and its bookings, Sarah’s texts, the words for an emergency, and what is kept of a call.']
  if (to === 'stream') {
    return {
      title: 'Let our own line answer?', keep: 'Keep Vapi', confirm: 'Switch to our own line',
      points: [stays, ['Changes', 'Deepgram hears what callers say, the language model of this installation thinks, and Cartesia speaks. All three then process it for the clinic.'],
        ['Needs doing', 'The number’s voice webhook in Twilio has to point at our own line, and that line has to be running (npm run voice). Until the number points there, Vapi goes on answering.']],
    }
  }
  return {
    title: 'Let Vapi answer again?', keep: 'Keep our own line', confirm: 'Switch back to Vapi',
    points: [stays, ['Changes', 'Vapi hears, thinks and speaks. Deepgram and Cartesia get nothing more from us.'],
      ['Needs doing', `The number has to be pointed at Vapi again. Until it is, callers ${canTransfer ? 'are put through to the team' : 'hear that the team will ring them back'}.`]],
  }
}
