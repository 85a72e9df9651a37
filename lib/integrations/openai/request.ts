import { z } from 'zod'

const Message = z.looseObject({ role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']), content: z.union([z.string(), z.array(z.unknown()), z.null()]).optional() })

/** A chat completion as Vapi asks for one. What it adds of its own is left behind; the call's id alone is read. */
export const CompletionRequest = z.looseObject({
  messages: z.array(Message).min(1).max(500),
  tools: z.array(z.unknown()).max(64).optional(),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.number().int().min(1).max(4_096).optional(),
  call: z.looseObject({ id: z.string().regex(/^[A-Za-z0-9_.:-]{1,100}$/) }).optional(),
})
