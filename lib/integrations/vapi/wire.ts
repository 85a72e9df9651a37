import { z } from 'zod'
import { asksNothingUsable, toolLists } from './wire-tools.ts'
import { code, id } from './wire-words.ts'

/** What is no more than a word or two. */
export const text = z.string().max(200)
export const loose = z.record(z.string(), z.unknown())

export const Assistant = z.looseObject({ metadata: loose.nullish().catch(null) }).nullish().catch(null)

export const Call = z.looseObject({
  id: id(100),
  type: text.nullish().catch(null),
  customer: loose.nullish().catch(null),
  metadata: loose.nullish().catch(null),
  assistant: Assistant,
  assistantOverrides: Assistant,
  monitor: z.looseObject({ controlUrl: z.string().max(2_000).nullish().catch(null) }).nullish().catch(null),
})

// What was said is read turn by turn: one that is malformed must not cost the report.
const said = z.array(z.unknown()).nullish().catch(null)
const transcript = z.string().nullish().catch(null)
export const Artifact = z.looseObject({ performanceMetrics: loose.nullish().catch(null), messages: said, transcript })

const time = z.union([z.string(), z.number()]).nullish().catch(null)

const Envelope = z.looseObject({
  type: text,
  timestamp: time,
  call: Call.optional(),
  assistant: Assistant,
  customer: loose.nullish().catch(null),
  status: text.nullish().catch(null),
  role: text.nullish().catch(null),
  transcriptType: text.nullish().catch(null),
  transcript,
  endedReason: code,
  // A field in another form than ever before costs that field, not the report: a lead hangs on it.
  startedAt: time,
  endedAt: time,
  artifact: Artifact.nullish().catch(null),
  messages: said,
  ...toolLists,
}).refine((wire) => wire.type !== 'tool-calls' || !asksNothingUsable(wire), { path: ['toolCallList'], error: 'None of these has an id.' })

/** The body of every server message: `{"message": {...}}`. Unknown fields are let through, known ones are checked. */
export const Body = z.object({ message: Envelope })

export type Wire = z.infer<typeof Envelope>
export type WireCall = z.infer<typeof Call>
/** Where what was said is, and its figures: in the artifact, or in old captures a level higher. */
export type Spoken = { artifact?: z.infer<typeof Artifact> | null | undefined; messages?: unknown[] | null | undefined }

/** A call as `GET /call/{id}` answers it. */
export const LookedUp = Call.extend({
  status: text.nullish().catch(null),
  createdAt: time, updatedAt: time, startedAt: time, endedAt: time,
  endedReason: code,
  artifact: Artifact.nullish().catch(null),
  messages: said,
  transcript,
})
