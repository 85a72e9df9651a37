/** Somebody who processes personal data for the clinic, in sentences to show as they are. Nothing here is taken from a contract. */
export type ProcessorEntry = {
  name: string
  /** What they do for the clinic. */
  does: string
  /** What of a person reaches them. */
  gets: string
  where: string
  /** The transfer tool, where data leave the United Kingdom. */
  transfer: string
  /** How long they keep it, and what this product does about that. */
  keeps: string
}

const TO_CONFIRM = 'To be confirmed in your contract: the UK-US data bridge if they are certified for it, else the IDTA or the UK Addendum.'

/**
 * Everybody who may see something of a caller. Where they process, and under which transfer tool, depends on the account and its
 * contract, so it is said as what has to be confirmed, not as a fact.
 */
export const processors: readonly ProcessorEntry[] = [
  {
    name: 'Vapi', does: 'Runs the telephone call and the voice agent.',
    gets: 'The caller’s number, the sound of the call while it lasts, and what is said in it.',
    where: 'United States, unless your account says otherwise.', transfer: TO_CONFIRM,
    keeps: 'Recording is off. After each call this product asks Vapi to delete its copy, and shows whether it did.',
  },
  {
    name: 'Deepgram', does: 'Turns speech into text during the call, for Vapi.',
    gets: 'The sound of the call while it lasts.',
    where: 'United States, unless your account says otherwise.', transfer: TO_CONFIRM,
    keeps: 'To be confirmed in your contract. This product stores nothing there and cannot delete there.',
  },
  {
    name: 'Cartesia', does: 'Turns the agent’s words into speech, for Vapi.',
    gets: 'What the agent says, which can repeat a name or a time.',
    where: 'United States, unless your account says otherwise.', transfer: TO_CONFIRM,
    keeps: 'To be confirmed in your contract. This product stores nothing there and cannot delete there.',
  },
  {
    name: 'OpenAI', does: 'Decides what the agent says next, for Vapi.',
    gets: 'What is said in the call, as text.',
    where: 'United States, unless your account says otherwise.', transfer: TO_CONFIRM,
    keeps: 'To be confirmed in your contract: ask for zero retention. This product stores nothing there and cannot delete there.',
  },
  {
    name: 'Twilio', does: 'Carries text messages both ways.',
    gets: 'The person’s number and the words of the texts: a first name, a time, a public treatment label.',
    where: 'United States, or Ireland if your account is set up there.', transfer: TO_CONFIRM,
    keeps: 'As long as your Twilio account is set to. When a person is erased, each of their texts is emptied and deleted there.',
  },
  {
    name: 'Google', does: 'Shows bookings in the practitioners’ calendars, once you connect them.',
    gets: 'The time of a booking and the person’s initials; the public treatment label if you chose so. Never a number.',
    where: 'Wherever your Google Workspace keeps its data.', transfer: TO_CONFIRM,
    keeps: 'Until the booking is cancelled or the person erased: then the event is deleted.',
  },
  {
    name: 'Supabase', does: 'Keeps the database, if this installation uses a hosted one.',
    gets: 'Everything on this page. The words of texts are encrypted before they reach it.',
    where: 'The region chosen for the project; London is offered.', transfer: 'None while the project is in the United Kingdom; else to be confirmed in your contract.',
    keeps: 'The periods on this page. Its own back-ups run out by your plan’s schedule.',
  },
]
