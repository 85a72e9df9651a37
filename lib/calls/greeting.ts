/**
 * Which words `greetingOf` speaks. It changes whenever they do (a test holds the two together): consent is kept with the version
 * that was heard. The database knows which versions carry the notice of texts (`app.has_text_notice`).
 */
export const greetingVersion = '2026-11-01'

/**
 * The first words of every call. Said before anything else, because a notice that comes later is none: that she is an AI,
 * who the clinic is, that the call is transcribed, how to reach a person (UK GDPR Art. 13), and that we may text, with the
 * chance to refuse at the time the number is obtained (PECR reg. 22(3)(c)).
 */
export const greetingOf = (clinicName: string): string =>
  `Hello, this is Voxanne, the AI receptionist at ${clinicName}. This call is transcribed, and you can ask for a person at any time. `
  + 'We may text you about your enquiry; say no texts to opt out. How can I help?'

/** Which words `callBackGreetingOf` speaks. It is another series, as they carry no notice of texts. */
export const callBackGreetingVersion = '2026-11-01-call-back'

/**
 * The first words when we ring back: who rings and that she is an AI, that they asked for it (PECR reg. 19), that the call is
 * transcribed, how to reach a person. Nothing of a treatment, as somebody else may have picked up.
 */
export const callBackGreetingOf = (clinicName: string): string =>
  `Hello, this is Sarah, an AI assistant from ${clinicName}. You asked us to ring you back. `
  + 'This call is transcribed, and you can ask for a person at any time. Is now a good moment?'
