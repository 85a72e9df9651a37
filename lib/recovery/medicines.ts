/**
 * Prescription-only medicines may not be advertised to the public (Human Medicines Regulations 2012, reg. 284; CAP Code
 * rule 12.12): no text of ours may name one or allude to one. Found here: generic and brand names that clinics use, the
 * ways round a filter (b0tox, bo-tox, B O T O X, a letter too many), and the usual allusions.
 */
export type Span = [from: number, to: number]

const names = [
  'botulinum', 'botulinumtoxin', 'onabotulinumtoxina', 'azzalure', 'bocouture', 'dysport', 'xeomin', 'vistabel', 'vistabex',
  'alluzience', 'relfydess', 'letybo', 'nabota', 'nuceiva', 'jeuveau', 'daxxify', 'myobloc', 'neurobloc', 'botulax',
  'botocks', 'botoks', 'semaglutide', 'tirzepatide', 'liraglutide', 'dulaglutide', 'exenatide', 'retatrutide', 'ozempic',
  'wegovy', 'wegovi', 'rybelsus', 'mounjaro', 'zepbound', 'saxenda', 'victoza', 'trulicity', 'byetta', 'bydureon',
  'mysimba', 'xenical', 'orlistat', 'phentermine',
  'hyaluronidase', 'hyalase', 'belkyra', 'kybella', 'tretinoin', 'isotretinoin', 'roaccutane', 'accutane', 'hydroquinone',
  'kenalog', 'triamcinolone', 'bimatoprost', 'latisse', 'finasteride', 'hydroxocobalamin',
]

const alike: Record<string, string> = {
  a: '[a4@]', e: '[e3]', i: '[i1!l]', l: '[l1]', o: '[o0*]', s: '[s5$]', t: '[t7+]',
}
const between = '[ ._*\'’·\\-\\u00ad\\u200b-\\u200d\\u2060\\ufeff]{0,2}'

/** The name with digits for letters and up to two spaces, dots or hyphens between any two of them. */
function disguised(name: string, ending = 's?'): RegExp {
  const letters = [...name].map((letter) => alike[letter] ?? letter).join(between)
  return new RegExp(`(?<![a-z])${letters}${ending}(?![a-z])`, 'g')
}

const patterns: RegExp[] = [
  ...names.map((name) => disguised(name)),
  disguised('botox', '(?:e?d|s|y|es|ing)?'),
  /(?<![a-z])b[ou0]a?w?t{1,2}[oau0]?[xk]s?(?![a-z])/g, // Botx, bottox, boatox, botax
  // Words that end in "tox" (beautytox, baby-tox) but for a detox; Toxteth and toxins in a facial only begin so.
  /(?<![a-z]|de-)(?!detox(?![a-z]))[a-z]*t[-._*]?[o0*][-._*]?x(?![a-z])/g,
  /(?<![a-z])t\s+[o0]\s+x(?![a-z])/g,
  /(?<![a-z])(?:btx|neuro-?toxins?|toxin)(?![a-z])/g,
  /\banti[ -]?wrinkle\b(?!\s+(?:eye\s+)?(?:cream|serum|mask|moisturiser|skincare|facial))/g,
  new RegExp('\\b(?:wrinkle|frown|forehead|line|muscle|crow\'?s[ -]feet|anti[ -]?age?ing|sweat(?:ing)?)s?\\b'
    + '[a-z -]{0,20}\\b(?:injection|injectable|needle)s?\\b', 'g'),
  /\b(?:wrinkle|line)[ -](?:relax|soften|smooth|freez)\w*/g,
  /\bmuscle[ -]relax(?:ants?|ers?|ing (?:treatment|injection)s?)\b/g,
  /\bjabs?\b/g,
  new RegExp('\\b(?:weight(?:[ -]?(?:loss|management))?|fat(?:[ -]loss)?|slimming|skinny|diet|appetite)[ -]+'
    + '(?:injection|injectable|pen|shot|medication|medicine|drug)s?\\b', 'g'),
  /\bglp[ -]?1s?\b/g,
  /\b(?:vitamin[ -]+)?b[ -]?12[ -]+(?:injection|shot|booster)s?\b/g,
]

/** Lower case without accents, unit for unit, so that a place in it is a place in the text. */
function folded(text: string): string {
  return text.split('').map((unit) => {
    if (/\p{M}/u.test(unit)) return '\u200b'
    return /\p{L}/u.test(unit) ? unit.normalize('NFKD')[0]!.toLowerCase()[0]! : unit
  }).join('')
}

/** Whether one letter added, left out, changed or exchanged with its neighbour makes one word of the other. */
function isSlip(word: string, name: string): boolean {
  if (Math.abs(word.length - name.length) > 1) return false
  let start = 0
  while (start < word.length && word[start] === name[start]) start += 1
  const [a, b] = [word.slice(start), name.slice(start)]
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)
    || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
}

/** Names this long are recognised with a slip of the pen too; shorter ones are too near to honest words. */
const longNames = names.filter((name) => name.length >= 7)

/** Where the text names or alludes to a prescription-only medicine, in order; overlapping places are one. */
export function medicinesIn(text: string): Span[] {
  const plain = folded(text)
  const found: Span[] = patterns.flatMap((pattern) =>
    [...plain.matchAll(pattern)].map((match): Span => [match.index, match.index + match[0].length]))
  for (const match of plain.matchAll(/[a-z]{6,}/g)) {
    if (longNames.some((name) => isSlip(match[0], name))) found.push([match.index, match.index + match[0].length])
  }
  const merged: Span[] = []
  for (const [from, to] of found.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last && from < last[1]) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}
