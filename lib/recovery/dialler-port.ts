/** What Sarah needs to ring somebody back. There is no idempotency key: `place` is never repeated by whoever implements it. */
export type Dialler = {
  /** True when nobody's telephone rings but the sandbox's. */
  isSandbox: boolean
  place(call: { callBackId: string; clinicId: string; from: string; to: string; name: string | null; script: CallBackScript }): Promise<DialOutcome>
  /** The outbound call that carries this call-back's id, made since then; null when there is none. Throws when the platform cannot say. */
  find(call: { callBackId: string; since: Date }): Promise<string | null>
}

/** What Sarah knows and says; the clinic's tools and webhook come with the assistant. */
export type CallBackScript = { clinicName: string; treatment: string | null; greeting: string }

export type DialOutcome =
  | { ok: true; vapiCallId: string }
  | { ok: false; kind: 'refused'; sentence: string }
  | { ok: false; kind: 'unknown' }
