/**
 * How a text is cut into the parts that are paid for and sent. A text within the GSM 7-bit alphabet (3GPP TS 23.038,
 * formerly GSM 03.38) has 160 units alone and 153 in each of several parts; one letter outside it turns the whole text
 * into UCS-2, with 70 and 67.
 */
export type Segments = { encoding: 'gsm7' | 'ucs2'; units: number; segments: number }

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?'
  + '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Written as an escape and a character, so they take two units. */
const extension = new Set('\f^{}\\[~]|€')

/** Whether one character (a whole code point) exists in the 7-bit alphabet or its extension table. */
export const isGsm7 = (character: string): boolean => basic.has(character) || extension.has(character)

/**
 * Encoding, units and parts of a text; an empty one has none. A character of two units (an extension character, a
 * surrogate pair) is never cut in half, so a part may end one unit early.
 */
export function segmentsOf(text: string): Segments {
  const characters = [...text]
  const isPlain = characters.every(isGsm7)
  const sizes = characters.map((character) => isPlain ? (extension.has(character) ? 2 : 1) : character.length)
  const units = sizes.reduce((sum, size) => sum + size, 0)
  const encoding = isPlain ? 'gsm7' : 'ucs2'
  if (units <= (isPlain ? 160 : 70)) return { encoding, units, segments: units === 0 ? 0 : 1 }

  const room = isPlain ? 153 : 67
  let segments = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > room) {
      segments += 1
      used = 0
    }
    used += size
  }
  return { encoding, units, segments }
}

const replacements = new Map(Object.entries({
  '‘': "'", '’': "'", '‚': "'", '‛': "'", '′': "'", '`': "'", '´': "'", 'ʼ': "'",
  '“': '"', '”': '"', '„': '"', '‟': '"', '″': '"', '«': '"', '»': '"', '‹': "'", '›': "'",
  '‐': '-', '‑': '-', '‒': '-', '–': '-', '—': '-', '―': '-', '−': '-', '•': '-', '·': '-',
  '…': '...', '×': 'x', '⁄': '/', '\t': ' ', '\u2028': '\n', '\u2029': '\n',
  ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', œ: 'oe', Œ: 'OE', ı: 'i', ħ: 'h', Ħ: 'H',
}))

/** The nearest that the alphabet has for one character: perhaps several characters, perhaps none. */
function nearest(character: string): string {
  if (isGsm7(character)) return character
  const replacement = replacements.get(character)
  if (replacement !== undefined) return replacement
  if (/\p{Zs}/u.test(character)) return ' '
  // What a letter with an accent, a ligature, a full-width or a superscript character is made of, less the accents.
  const parts = character.normalize('NFKD').replace(/\p{M}/gu, '')
  return [...parts].map((part) => isGsm7(part) ? part : replacements.get(part) ?? '').join('')
}

/**
 * The text in the 7-bit alphabet: typographic quotes, dashes, spaces and accents become their nearest plain character,
 * anything else (emoji, other scripts) is dropped. A text that is in it already comes back unchanged.
 */
export const toGsm7 = (text: string): string => [...text.normalize('NFC')].map(nearest).join('')
