/** One frame of Twilio's media stream: 20 ms of 8 kHz mu-law, a byte a sample (G.711). */
export const FRAME_MS = 20
export const BYTES_PER_MS = 8
export const FRAME_BYTES = FRAME_MS * BYTES_PER_MS

/** The 16-bit sample of each mu-law byte. */
export const SAMPLES = Int16Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 132) << ((bits >> 4) & 0x07)) - 132
  return bits & 0x80 ? -magnitude : magnitude
})
