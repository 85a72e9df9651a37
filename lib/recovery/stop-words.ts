/** Twilio's opt-out words: it blocks the sender by itself when one of them is the whole reply. */
const keywords = new Set([
  'stop', 'stopall', 'stop all', 'unsubscribe', 'end', 'quit', 'revoke', 'optout', 'opt out', 'cancel',
])

/** The words of a reply, lower case, one space apart, without accents, apostrophes, punctuation and emoji. */
export function plainWords(body: string): string {
  const letters = body.normalize('NFKD').toLowerCase().replace(/\p{M}|['’‘ʼ`´]/gu, '')
  return letters.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** Any of the phrases, as part of a longer expression. */
const any = (...phrases: string[]): string => `(?:${phrases.join('|')})`
/** Any number of these words, each with the space behind it. */
const some = (...words: string[]): string => `(?:${any(...words)} )*`

const before = some('please|pls|plz|just|ok|okay|oi|hi|hello|no|can|could|will|would|you|u|now|and')
const after = '(?: (?:please|pls|plz|now|thanks|thank you|ta|it|this|that|all|already|immediately|x+))*'
const writing = any(
  'texts?|texting|txts?|txting|messag\\w*|msgs?|sms|spam\\w*', 'contacting|calling|ringing|phoning|emailing',
  'pester\\w*|bother\\w*|harass\\w*|annoying',
)
const texts = any('texts?|texted|txts|messag\\w*|msgs|sms', 'contacted|calls|from you')
const me = '(?:me|us|this number|my number|this phone|my phone)'
const again = '(?: again| ever| anymore| any more|$)'
/** What follows "don't text me" when it says when to, not whether to. */
const condition = `(?! ${any(
  'before|after|until|till|at|on|in|during|while|when|between',
  'today|tonight|tomorrow|yet|back|about|if|unless|as|so|to',
)}\\b)`
const not = '(?:dont|do not|never)'
const willNot = any(not, 'didnt|did not|wont|will not|cant|cannot|can not|couldnt|doesnt|does not')
/** "I don't want to opt out": the wish to go on. */
const noWish = `(?<!\\b${willNot} (?:(?:want|wish|mean|need|intend|plan) (?:you |u )?to )?)`

/** STOP as a whole clause. */
const justStop = new RegExp(`^${before}(?:s+t+o+p+|stpo|sotp|tsop|stop all|cease)(?: stop)*${after}$`)

const patterns = [
  `${noWish}(?<!\\b(?:ill|i will|i) )\\b(?:stop|quit|cease) `
    + `${some('the|these|all|your|any|sending|me|bloody|fucking|constantly|please')}${writing}\\b`,
  `${noWish}\\bstop sending\\b`,
  '\\bif (?:you|u|this|these) (?:dont|do not|doesnt|does not) stop\\b',
  '\\b(?:told|asked|telling|asking|said|say|want|need|like) (?:(?:you|u|this|these|them|texts|messages) )?(?:all )?to stop'
    + '(?: (?:this|it|already|please|now))?$',
  `${noWish}\\b(?:unsub\\w*|optout|opt (?:me )?out|opting out)\\b`,
  '\\b(?:cant|cannot|how do i|how to) (?:unsubscribe|opt out)\\b',
  `${noWish}\\b(?:remove|delete|erase) me(?: (?:off|from|out)\\b|${after}$)`,
  `${noWish}\\b(?:remove|delete|erase|lose) my (?:mobile |phone )?(?:number|details|data|contact|info)\\w*`,
  `${noWish}\\b(?:take|get) (?:me|(?:my|this) (?:mobile |phone )?(?:name|number)) (?:off|out of) `,
  `\\b${any(not, 'no longer|not to|please not', '(?:can|could|would|will) (?:you|u) not')} `
    + `${some('ever|please|pls|you|u|dare|even|want (?:you|u) to')}(?:text|txt|message|msg|sms|contact|spam|bother|pester)`
    + `(?: ${me}\\b${condition}| (?:just |please )?(?:call|ring|phone)\\b|${again})`,
  `\\b${not} send (?:me |us )?${some('any|more|anymore|further|these|the|your|me')}(?:${texts}|anything|these|stuff)\\b`,
  `\\b${not} ${some('ever|please|keep')}(?:call|ring|phone|email)(?: ${me})?${again}`,
  `\\b${not} keep ${writing}`,
  `\\b(?:dont|do not|no longer|never) (?:want|wish|need|like) (?:to )?`
    + `${some('be|get|have|receive|keep|getting|receiving|hear|any|more|further|these|your|the|those')}${texts}\\b`,
  '\\b(?:no more|no further|enough) (?:texts|txts|texting|messages|messaging|msgs|sms|spam|contact|marketing)\\b',
  `^${before}no (?:texts|txts|texting|messages|messaging|sms|spam|marketing)${after}$`,
  '\\bno more (?:calls|of (?:this|these|it))\\b|^no more(?: please)?$',
  '(?<!\\b(?:gave|left|typed|put|given|written|wrote)(?: \\w+){0,3} )(?<!\\bnot (?:the |a )?)'
    + '\\bwrong (?:number|person|phone|num)\\b',
  `${noWish}\\bleave (?:me|us) (?:alone|be|in peace)\\b`,
  '\\b(?:fuck|fck|fuk|piss|sod|bugger|naff|eff|f|feck|jog) (?:right )?off\\b|\\bfuck (?:you|u)\\b',
  '^(?:just |please )*(?:go away|get lost|get stuffed|jog on)(?: please)?$',
  '\\b(?:this is|its|youre|you are) (?:just )?(?:spam|harassment|harassing|spamming)\\b|^spam$',
  '\\breport(?:ed|ing) (?:you |this )?(?:as|for|to)\\b',
  '\\b(?:im|am|i will|ill|going to|have) (?:be )?block(?:ing|ed)? (?:you|u|this)\\b',
  '\\b(?:withdraw|revoke) (?:my )?consent\\b|\\b(?:dont|do not|did not|didnt|never) consent\\b',
  '\\bcease (?:and desist|(?:all )?contact)\\b|\\bstop (?:this|the|your) (?:nonsense|rubbish|crap|shit|bullshit)\\b',
].map((pattern) => new RegExp(pattern))

/** STOP in capitals at the end ("I said STOP"), where it is neither a question nor held back nor a bus stop. */
function endsInStop(body: string, words: string): boolean {
  if (!/\bSTOP\W*$/.test(body) || body.includes('?')) return false
  return !new RegExp(`\\b${any(willNot, 'bus|full|non|pit')}(?: \\w+)? stop$`).test(words)
}

/**
 * Whether a reply asks not to be texted: Twilio's words, in any case and with any punctuation, and what people write
 * instead ("stop texting me", "wrong number"). Generous, since a text too few harms nobody; yet "I'll stop by at 3" and
 * "when does it stop bleeding" ask for an answer.
 */
export function asksToStop(body: string): boolean {
  const words = plainWords(body)
  if (keywords.has(words) || patterns.some((pattern) => pattern.test(words))) return true
  // The word stands by itself: "Stop. I've changed my mind", "STOP - not for me", "who gave you my number? stop".
  const clauses = body.split(/[.,!?;:\n]| [-–—] /).map(plainWords)
  return clauses.some((clause) => justStop.test(clause)) || endsInStop(body, words)
}
