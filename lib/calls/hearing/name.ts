import { re } from '#lib/calls/hearing/pattern.ts'
import { exchangesOf, plain, questionsIn, straight, type Turn } from '#lib/calls/hearing/talk.ts'

const asksForName = re`
  \bname\b(?! of\b)|\bwho (?:am i|i'?m|is this|is it|do i have|is) (?:speaking|talking|calling|i)\b|
  \bwho'?s (?:calling|speaking|this)\b|\bwhat (?:shall|should|can|may|do) i call you\b|\bwhat are you called\b|
  \band you are\b|\bwho (?:shall|should|can) i (?:say|put)\b`
const asksForOtherName = re`
  \b(?:treatment|procedure|practitioner|surgeon|doctor|clinic|gp|nurse)(?:'s)? name\b|\bname of\b|
  \bname (?:right|correct)\b`
const saysSurname = /\b(?:surname|last name|family name|second name)\b/i
const asksForSurname = /\b(?:surname|last name|family name|second name)\b/

const lead = new RegExp(re`
  ^(?:(?:u+m+|u+h+|e+r+m*|a+h+|o+h+|h+m+|well|so|and|yes|yeah|yep|sure|of course|certainly|ok|okay|right|hi|
  hello|hiya|hey|good (?:morning|afternoon|evening)|morning|afternoon|please|thanks|thank you|sorry|no problem|
  no|absolutely|just|actually)\b[\s,.!-]*)+`, 'i')
const strongLead = new RegExp(re`
  ^(?:(?:my |the )?(?:(?:full |first |first and last |last |second |family )?name|surname)(?:'s| is|)|mine(?:'s|
  [ ]is)|(?:they|everyone|people) calls? me|i'?m called|i am called|(?:you can |please |just )?call me|(?:put|
  book) it (?:under|in)(?: the name(?: of)?)?|under(?: the name(?: of)?)?|(?:that|it)(?:'ll| will|'d|
  [ ]would) be)\s+`, 'i')
const weakLead = /^(?:it'?s|it is|this is|i'?m|i am|that'?s|that is)\s+/i
const titles = new RegExp(re`
  ^(?:mr|mrs|ms|miss|mx|dr|doctor|prof|professor|sir|dame|lady|lord|mister|missus|master|rev|reverend)\.?\s+`, 'i')

const particles = new Set([
  'de', 'da', 'di', 'du', 'del', 'della', 'la', 'le', 'van', 'von', 'der', 'den', 'ten', 'ter', 'bin', 'bint',
  'al', 'el', 'ap', 'ab', 'dos', 'das', 'st', 'mac', 'y',
])
// After these a name is over, and was one.
const closers = new Set([
  'please', 'here', 'speaking', 'calling', 'ringing', 'phoning', 'thanks', 'thank', 'and', 'but', 'from', 'spelt',
  'spelled', 'spelling', 'with', 'by', 'about', 'again', 'on', 'if', 'that\'s', 'i\'m', 'it\'s', 'my', 'for',
  'though', 'then', 'lovely', 'cheers', 'love', 'yeah', 'yes', 'as',
])
// None of these is part of a name, so whatever holds one is a sentence.
const common = new Set(`
  a able about absolutely actually adult aesthetic aesthetics after afternoon again agreed ah all allergic almost
  already alright also always am amazing an and anonymous another any anybody anyone anything anytime anyway
  appointment appointments april are as ask asking asthmatic at august available awful back bad be because bed been
  before being best better big bit bleeding book booked booking both botox boyfriend breaking breast breasts
  brilliant british brother bruised busy but by bye call called caller calling can can't cancel cancelling cannot
  catholic certainly change check cheers chin christmas clinic come coming confidential consult consultation
  consultations cool correct cosmetic cost could currently customer cut dad date daughter day days december
  definitely depends diabetic did didn't difficult do doctor does doesn't doing don't done double driving each early
  easter eh eight eighteen eighteenth either eleven else email emergency english enough enquiring enquiry er erm
  even evening ever every everything exactly excellent expecting expensive eye eyes face facelift facial fantastic
  fat father february feeling few fifteen fifth fifty filler fillers find fine first five flexible for forget forgot
  forgotten forty four fourteen free french friday friend from full gay german get getting girlfriend give given go
  going gone good goodbye got grand great guess had half hang happy hard has have haven't having he hello help her
  here hers hesitant hey hi him his hmm hoping hot how huh hundred husband i i'd i'll i'm i've if important in
  indeed indian infected injectable injections inquiring instead interested irish is isn't it it'd it'll it's
  italian its january jewish just keen know larger last late later least leave left let let's like line lip
  liposuction lips listening little london long look looking lost lot lovely made make many married maybe me mean
  message mhm midday mine minute minutes missed mm moment moments monday money month morning mother much mum muslim
  my n/a nah name named need nervous never new new-patient next nhs nice night nil nine nineteen ninety no nobody
  none noon nope normal nose not not-provided nothing november now null number october of off often oh ok okay old
  on once one online only open or other our out over overseas own pain painful pardon partner pass patient peel
  pending perfect perhaps person phone phoning pleasant please pleased plus polish possible possibly practically
  prefer pregnant pretty price prices privacy private probably problem provided put question quick quickly quiet
  quite raining rang rather ready really receptionist recommended redacted religious reply required reschedule
  rescheduling rhinoplasty right ring ringing rude sad same saturday saw say saying scared scottish sec second
  secret see seen self sending september seven seventeen seventy severe she short should sick signal single sir
  sister six sixteen sixty skin skip slowly smaller so some somebody someone something son soon sorry sort sounding
  sounds spanish speak speaking spell spelt spoke staff still stop stressed stuck suffering sunday super supposed
  sure surely surgery surgical swollen take taking talk talking ten terrible test text than thank thanks that that's
  the their them then there there's these they thing things think thinking third thirteen thirteenth thirty this
  those thought thousand three through thursday till time times tired to today told tomorrow tonight too treatment
  tried trouble trying tuesday tummy twelve twentieth twenty two uh uk um uncomfortable undefined under
  unfortunately unhappy unknown unsure until up upset urgent us use user vegan vegetarian very wait waiting walk
  want wanted wanting was wasn't we we'd we're we've wednesday week weekend weeks welcome well welsh went were what
  what's whatever when where whether which while who who's why wife with withheld without won't wonderful wondering
  work working worried would wouldn't wrong yeah year years yep yes yesterday yet you you'd you're your yours
  yourself zero
`.trim().split(/\s+/))

type Given = { name: string; isStrong: boolean }

const isWord = (word: string): boolean =>
  /^\p{L}[\p{L}'-]+$/u.test(word) && word.length <= 40 && !/^(?:\p{L}-)+\p{L}$/u.test(word)
const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word) || particles.has(word.toLowerCase())
const capitalised = (word: string): string =>
  word.replace(/(^|-|^o')(\p{Ll})/gu, (_, before: string, letter: string) => before.replace('o', 'O') + letter.toUpperCase())

// Dawn French, Mark Day: recognition writes a common word with a capital inside a sentence only when it is a name.
const isSurnameToo = (word: string): boolean =>
  /^\p{Lu}\p{Ll}+$/u.test(word) && !/^(?:\p{L}+day|to\p{L}+|january|february|april|june|july|\p{L}+ber)$/iu.test(word)

/** The words of a name as it is written: capitals where recognition left them out. */
function written(words: readonly string[]): string {
  return words.map((word, at) => (at > 0 && particles.has(word) ? word : capitalised(word))).join(' ')
}

type Found = { name: string; next: string }

function found(name: readonly string[], next: string): Found | null {
  const isName = name.length > 0 && name.length <= 4 && !name.every((word) => particles.has(word.toLowerCase()))
  return isName ? { name: written(name), next } : null
}

/** The name at the beginning of a clause: one to four words, then its end or "please", "here". Null for a sentence. */
function nameAt(clause: string, mayBePlain: boolean, notNames: ReadonlySet<string>): Found | null {
  const words = clause.split(/\s+/).filter((word) => word !== '')
  const name: string[] = []
  for (const word of words) {
    const low = word.toLowerCase()
    const isClosed = closers.has(low) || /^\d|^[^\Wi]$/.test(low)
    if (name.length > 0 && isClosed) return found(name, low)
    const isCommon = notNames.has(low) || (common.has(low) && !(name.length > 0 && isSurnameToo(word)))
    if (!isWord(word) || isCommon || !(mayBePlain || isCapital(word))) return null
    name.push(word)
  }
  return found(name, '')
}

function nameInClause(clause: string, isAsked: boolean, notNames: ReadonlySet<string>): Given | null {
  let rest = clause.replace(lead, '')
  const isStrong = strongLead.test(rest)
  if (isStrong) rest = rest.replace(strongLead, '').replace(lead, '').replace(weakLead, '')
  const isWeak = !isStrong && weakLead.test(rest)
  if (isWeak) rest = rest.replace(weakLead, '').replace(lead, '')
  const given = nameAt(rest.replace(titles, ''), isStrong || isAsked, notNames)
  if (!given) return null
  const isHere = ['here', 'speaking', 'calling'].includes(given.next)
  return isAsked || isStrong || isWeak || isHere ? { name: given.name, isStrong: isStrong || isAsked } : null
}

// A stop after a title or an initial ends no clause.
const clausesIn = (text: string): string[] =>
  straight(text).replace(/\b(mr|mrs|ms|dr|prof)\./gi, '$1').split(/[,;:!?]+|\.(?=\s|$)|\s-+\s/)
    .map((one) => one.trim()).filter((one) => one !== '')

const words = (name: string): string[] => plain(name).split(' ')
const isPartOf = (short: string, long: string): boolean => words(short).every((word) => words(long).includes(word))

function merge(known: Given | null, given: Given): Given {
  if (known && isPartOf(given.name, known.name)) return known
  // "It's Monday" cannot undo what was said when a name was asked for.
  return known?.isStrong && !given.isStrong && !isPartOf(known.name, given.name) ? known : given
}

function withSurname(known: Given, surname: string): Given {
  if (isPartOf(surname, known.name)) return known
  return { name: isPartOf(known.name, surname) ? surname : `${known.name.split(' ')[0]!} ${surname}`, isStrong: true }
}

/**
 * The caller's name: what they answered when asked for it, or "my name is", "it's", "this is", "Tamsin Okafor here". Only
 * the caller's words are read; `notNames` are plain words of the clinic's treatments. Null when none was understood.
 */
export function nameIn(turns: readonly Turn[], notNames: ReadonlySet<string>): string | null {
  let known: Given | null = null
  for (const { asked, said } of exchangesOf(turns)) {
    const questions = questionsIn(asked).filter((one) => !asksForOtherName.test(one))
    const isSurname = questions.some((one) => asksForSurname.test(one))
    const isAsked = isSurname || questions.some((one) => asksForName.test(one))
    let answer: string | null = null
    for (const clause of said.flatMap((turn) => clausesIn(turn.text))) {
      const givesSurname = isSurname || saysSurname.test(clause)
      const given: Given | null = nameInClause(clause, isAsked, notNames)
      if (!given) continue
      // The first that was understood is the answer: after it a bare "Tamsin Okafor" only completes the name.
      const isMore = answer === null || givesSurname || isPartOf(answer, given.name)
      if (!isMore && !nameInClause(clause, false, notNames)) continue
      if (isAsked) answer = given.name
      known = givesSurname && known && given.isStrong ? withSurname(known, given.name) : merge(known, given)
    }
  }
  return known ? known.name.slice(0, 120) : null
}

/** A name as a model wrote it into a tool call, a figure in it included; null for "unknown", "Caller" and whatever is no name. */
export function nameFromTool(text: string | undefined): string | null {
  const given = straight(text ?? '').replace(titles, '').split(' ').filter((word) => word !== '')
  const areWords = given.length > 0 && given.length <= 6 && /^\p{L}/u.test(given[0]!) && given.every((word) => /^(?:\p{L}[\p{L}\p{N}'.-]*|\p{N}{1,3})$/u.test(word))
  return areWords && !given.every((word) => common.has(word.toLowerCase())) ? given.join(' ').slice(0, 120) : null
}
