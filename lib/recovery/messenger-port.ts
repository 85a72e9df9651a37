/** What Sarah needs from a carrier. Nothing is tried twice behind this port: only the outbox may decide that a text did not go. */
export type Messenger = {
  /** True when texts go nowhere but the provider sandbox. */
  isSandbox: boolean
  send(text: { from: string; to: string; body: string; statusCallback: string; validitySeconds: number }): Promise<SendOutcome>
  /** Whether a text of exactly this body went from one number to the other since then: its id at the carrier, or null. Throws when the carrier cannot say. */
  find(text: { from: string; to: string; body: string; since: Date; except: readonly string[] }): Promise<FoundText | null>
}

export type FoundText = { sid: string; status: string; segments: number }

/**
 * `refused` is final and carries Twilio's error code. `later`: it surely did not go (rate limit, no connection). `unknown`: no
 * answer, so it may have gone.
 */
export type SendOutcome =
  | ({ ok: true } & FoundText)
  | { ok: false; kind: 'refused'; code: number }
  | { ok: false; kind: 'later'; afterSeconds: number }
  | { ok: false; kind: 'unknown' }
