/** A word in a call that is going on. Nothing is kept of whether it was heard: the platform says only that it took the words. */
export type LiveControl = {
  /**
   * Speaks at once, over whatever is being said, and lets the call go on. `controlUrl` is what the message named, which is not
   * believed for that. False when the words were certainly or possibly not taken; never throws.
   */
  say(call: { vapiCallId: string; controlUrl: string | null }, words: string): Promise<boolean>
}
