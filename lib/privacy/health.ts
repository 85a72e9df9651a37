import { answerEnd } from './answers.ts'
import { bodyIn } from './body.ts'
import { identityIn, isPeople } from './identity.ts'
import { proceduresIn } from './keep.ts'
import { pastProceduresIn } from './past.ts'
import { lexicon } from './lexicon/load.ts'
import { measuresIn } from './measures.ts'
import { apartIn } from './heard-apart.ts'
import { initialsIn } from './letters.ts'
import { isUnknown, putRight } from './misheard.ts'
import { isForeign } from './name-apart.ts'
import { mayBeName, staffTitles } from './name-words.ts'
import { netIn } from './net.ts'
import { brands } from './brands.ts'
import { regionsOf, startOf, takes } from './regions.ts'
import { sayingsIn } from './sayings.ts'
import { strongIn } from './strong.ts'
import { termsIn, type Hit } from './terms.ts'
import type { Context } from './types.ts'
import { list, placesOf, type Doc, type Range } from './text.ts'

export type Secret = Range & { label: 'HEALTH' | 'SENSITIVE' }

/** States, which one is in and does not have. */
const states = new Set(
  list(`fit weak tired stressed anxious depressed down low panicking panicky blind deaf
  disabled lame sick ill unwell poorly obese overweight underweight
  heavy high clean addicted allergic intolerant sensitive phobic impaired shaky hot sweaty drowsy bald balding
  collapsed sore nervous faint unfit prescribed bereaved handicapped
  exhausted tired out viral dry loose gone terminal insomniac snoring sweating shaking hungover immune dizzy bloated
  expecting trying`),
)
/** What "my …" does not make a secret: a clinic's own work. */
const clinics = new Set(
  list(`procedure procedures op operation operations surgery surgeries results test tests
  injection injections filler anaesthetic consultant hospital doctor nurse gp specialist
  skin scar scars mole moles veins weight stitches treatment scan big due late hormones hair dye tape gold metal
  metals plate plates pins bag pouch stick frame chair cast
  spot spots line period cycle baby kids speech turn wind gas hot eggs milk fish nuts dogs cats sugar iron balance
  pressure memory prescription prescriptions therapist dermatologist chair cut cream creams gel`),
)
const outOfReach = new Set(list('due late gone out big test tests results chair line big turn'))
const asks =
  /(?:^|\. |and |but |so |also |just wondering |wondering |wanted to ask |know |ask |tell me )(?:um |well |like |about |also )?(?:is|are|will|would|does|do|can|could|should|might|how|what|when|any|if|whether|am i|did|which)\b/
const hypothetical =
  /\b(?:(?:will|would|might|could) (?:my|the|your) (?:\w+ )?(?:be|get|feel|look|go|stay)|(?:is|will) it (?:be )?(?:very |really |that |quite |gonna be |going to be )?$|worried about|scared (?:of|about)|concerned about|nervous about|avoid|prevent|without|reduce|minimise|risk of|chance of|in case of|if (?:there is|i get|i have any)|hear(?:d)? (?:about|it)|read about|supposed to|afraid of|how (?:much|long|bad|soon|painful|sore))\b/
const owned =
  /\b(?:i have|i am|i had|i was|i got|i get|i take|i suffer|i keep|my|me|been|i still|has been|have been|having|keeps|have got|i do|i feel|i noticed|started)\b/
const asksMyself =
  /\b(?:(?:will|would|do|can|could|should|might|may|when|am|did|shall|must) i (?:still |also |then |likely |actually |really )*(?:have|get|be|feel|take|keep|need|going to have|going to get|going to be|do)?|if i (?:still |also |then |do |ever )*(?:get|be|feel|keep|need|going to have|going to get|going to be))\b/
const treatable = new Set(
  list(`acne rosacea melasma pigmentation hyperpigmentation hyperhidrosis sweating scars
  scar scarring mole moles keloid keloids alopecia cellulite gynaecomastia
  gynecomastia bruxism veins birthmark birthmarks wart warts cyst cysts lump lumps lipoma lipomas milia psoriasis
  eczema headaches migraine migraines tmj skin`),
)
const asksTreatment =
  /\b(?:do you (?:do|treat|offer|have|remove|sell|cover|provide)|can you (?:do|treat|help with|remove)|treatments? for|good for|rid of|work(?:s)? (?:on|for)|help(?:s)? with|used for|how much (?:is|for|are|to|does)|price(?:s)? (?:for|of|on)|cost(?:s)? (?:of|for)|laser for|peels? for|removal|something for|anything for|facial for|botox for|book(?:ed)? (?:in )?(?:for|a)|interested in|enquir\w+ about|consultation (?:for|about)|after|deal with|specialise in)\b[^.]{0,40}$/

/** Before what was done, and is not asked for: "I had my [nose done]", not "I'd like my nose done". */
const hadDone = /\b(?:had|got|been|having had|since|after|getting) (?:(?:my|his|her|their|the|a|one|both|other|left|right|new) )*$/

class Finder {
  readonly doc: Doc
  readonly bits: Uint8Array
  readonly heard: string[]
  readonly secrets: Secret[] = []
  readonly kept: Range[]
  private said: Range[] | null = null
  readonly context: Context

  constructor(doc: Doc, context: Context) {
    this.doc = doc
    this.context = context
    this.heard = context.without.has('misheard') ? doc.words.map((word) => word.w) : putRight(doc)
    this.bits = context.without.has('frames') ? new Uint8Array(doc.words.length) : regionsOf(doc)
    // What was done before is no request, when that was asked.
    const end = context.isPast && context.role === 'user' ? answerEnd(doc, true) : 0
    this.kept = proceduresIn(doc, context.keep).filter((one) => one.from >= end)
  }

  /** Sayings, looked for only when something else was found. */
  get sayings(): Range[] {
    return (this.said ??= sayingsIn(this.doc))
  }

  /** What was said before a word in its sentence. */
  before = (word: number): string => {
    const start = startOf(this.doc, word)
    const rest = this.doc.line.slice(Math.max(0, start - 160), start)
    return rest.slice(rest.lastIndexOf(' . ') + 1)
  }

  isIn = (ranges: readonly Range[], { from, to }: Range): boolean =>
    ranges.some((one) => one.from < to && from < one.to)
  put = (range: Range, label: Secret['label'] = 'HEALTH') =>
    void this.secrets.push({ from: range.from, to: range.to, label })

  /** Whether a word is asked about in general: "will there be bruising?". */
  isAsked(from: number): boolean {
    const said = this.before(from)
    const clause = said.slice(
      Math.max(0, said.search(/\b(?:but|because|and i|so i)\b(?!.*\b(?:but|because|and i|so i)\b)/)),
    )
    if (hypothetical.test(clause)) return true
    const ask = asks.exec(clause)
    return ask !== null && !owned.test(clause.slice(ask.index).replace(asksMyself, ' '))
  }

  isFramed(hit: Hit): boolean {
    const bits = this.bits[hit.from]!
    const word = hit.key.split(' ').at(-1)!
    const isState = states.has(word) || states.has(hit.key)
    if (hit.term.label === 'SENSITIVE' || outOfReach.has(word)) return false
    const isMine =
      clinics.has(word) &&
      /\bmy (?:\w+ )?$/.test(this.before(hit.from)) &&
      !/\b(?:on|for|take|taking) my $/.test(this.before(hit.from))
    return !isMine && (bits & (isState ? takes.state : takes.noun | takes.medicine)) !== 0 && !this.isAsked(hit.from)
  }
}

/** Whether a name stands at a word. */
const isCalled = ({ doc, context }: Finder, at: number): boolean => {
  const word = doc.words[at]
  return word !== undefined && word.gap === '' && (mayBeName(word.w) || isForeign(word.w, context.keep) || context.keep.staff.has(word.w))
}

function lexiconHits(finder: Finder): void {
  if (finder.context.without.has('lexicon')) return
  const { doc } = finder
  const hits = termsIn(doc, finder.heard).filter((hit) => !finder.isIn(finder.sayings, hit))
  for (const hit of hits) {
    if (/^(?:nose|eyes|boobs) done$/.test(hit.key) && !hadDone.test(finder.before(hit.from))) continue
    const keep = finder.kept.find((one) => one.from < hit.to && hit.from < one.to)
    if (keep && keep.to - keep.from >= hit.to - hit.from) continue
    const { tier, label } = hit.term
    // The clinic's own: "with nurse tamsin".
    if (/^(?:nurse|doctor|matron)$/.test(hit.key) && isCalled(finder, hit.to)) continue
    // "He'd like the wart off his chin".
    const isDone = /^(?:off|removed|lasered|frozen|zapped|gone|cut out|taken off|burnt off|seen to|looked at)\b/.test(doc.words.slice(hit.to, hit.to + 2).map((word) => word.w).join(' '))
    const isGeneral =
      hit.key.split(' ').some((word) => treatable.has(word)) &&
      (isDone || asksTreatment.test(finder.before(hit.from))) &&
      !/\b(?:i have|i had|my|i get|i suffer)\b/.test(finder.before(hit.from))
    if (isGeneral) continue
    if (
      tier === 'S' &&
      /^(?:two|three|four|five|six|double|both|couple)$/.test(doc.words[hit.from - 1]?.w ?? '') &&
      /s$/.test(doc.words[hit.to - 1]!.w)
    )
      hit.from -= 1
    if (tier === 'S' || (tier === 'M' && !finder.isAsked(hit.from))) finder.put(hit, label)
    else if (tier !== 'M' && finder.isFramed(hit) && (tier === 'F' || (finder.bits[hit.from]! & takes.medicine) !== 0))
      finder.put(hit, label)
  }
}

const medicalEnding =
  /(?:itis|osis|oma|omas|aemia|emia|pathy|ectomy|ostomy|otomy|plegia|algia|rrhoea|rrhea|uria|philia|cillin|mycin|azole|pril|sartan|statin|olol|oxetine|azepam|triptan|gliptin|gliflozin|tidine|prazole|mab|nib|tinib|vir|parin|xaban|dipine|thiazide|sone|solone|cycline|floxacin|barbital|codone|morphone|caine|profen|lukast|terol|tropium|semide|glutide|zepatide|formin|setron|dronate|dronic|thyroxine|trophy|sclerosis|stenosis|cytosis|penia|plasia|trophic|itic|otic|phobia|phobic|paresis)$/
const notMedical = new Set(
  list(
    'environment aroma diploma coma soma sarcoma-free rhinoplasty exotic erotic robotic chaotic political critic critical patriotic neurotic-look narcotic idiotic hypnotic despotic biotic diabolic antibiotic-free oma roma glaucoma',
  ),
)

/** Words that only medicine makes, and words that are no English after a cue that takes a medicine or an illness. */
function unknownWords(finder: Finder): void {
  const { doc } = finder
  doc.words.forEach(({ w, isMask }, i) => {
    if (isMask || finder.isIn(finder.kept, { from: i, to: i + 1 }) || brands.has(w)) return
    const isMedical = w.length > 6 && medicalEnding.test(w) && !notMedical.has(w) && !lexicon().everyday.has(w)
    if (isMedical && isUnknown(w)) finder.put({ from: i, to: i + 1 })
  })
}

/** Days that answer "anything religious we should plan around?"; elsewhere they are days. */
const holyDays = /\b(?:good friday|easter(?: sunday| monday)?|ash wednesday|palm sunday|maundy thursday|christmas(?: day| eve)?|lent|advent|eid|diwali|ramadan|passover|yom kippur|rosh hashanah|hanukkah|vaisakhi|sabbath|shabbat)\b/g

/** Everything about health or belief in a turn, as ranges of words; they may overlap. */
export function secretsIn(doc: Doc, context: Context): Secret[] {
  const finder = new Finder(doc, context)
  lexiconHits(finder)
  unknownWords(finder)
  if (!context.without.has('frames')) {
    const isFree = (range: Range) => !finder.isIn(finder.sayings, range)
    const isOpen = (range: Range) =>
      isFree(range) && !finder.kept.some((one) => one.from < range.to && range.from < one.to)
    for (const range of bodyIn(doc, (word) => finder.isAsked(word))) if (isOpen(range)) finder.put(range)
    for (const range of measuresIn(doc)) if (isOpen(range) && !finder.isAsked(range.from)) finder.put(range)
    for (const range of identityIn(doc)) if (isOpen(range)) finder.put(range, 'SENSITIVE')
    for (const range of strongIn(doc, finder)) if (isFree(range)) finder.put(range)
    if (!context.without.has('misheard')) {
      const isAwaited = (word: number) => (finder.bits[word]! & (takes.noun | takes.state)) !== 0 && !finder.isAsked(word)
      for (const range of [...apartIn(doc, isAwaited), ...initialsIn(doc)]) if (isOpen(range)) finder.put(range, range.label)
    }
    for (const range of pastProceduresIn(doc, finder)) finder.put(range)
    if (finder.secrets.length === 0 && !doc.words.some((word) => word.isMask))
      for (const range of netIn(doc, (word) => finder.isAsked(word) || !isFree({ from: word, to: word + 1 })))
        finder.put(range)
  }
  if (context.expectation === 'identity') {
    for (const range of placesOf(doc, holyDays)) finder.put(range, 'SENSITIVE')
    doc.words.forEach(({ w }, i) => {
      if (isPeople(w)) finder.put({ from: i, to: i + 1 }, 'SENSITIVE')
    })
  }
  // "With doctor marchetti": who works there, however it sounds.
  const isStaff = ({ from, to }: Range) => to - from === 1 && staffTitles.has(doc.words[from - 1]?.w ?? '') && doc.words[from]!.gap === '' && isForeign(doc.words[from]!.w, context.keep)
  return finder.secrets.filter((one) => !isStaff(one))
}

/** What `strongIn` needs to know of a turn. */
export type Finding = Pick<Finder, 'bits' | 'heard' | 'kept' | 'before' | 'isAsked' | 'isIn' | 'context'>
