import { re, source } from '#lib/calls/hearing/pattern.ts'

/** Something that was said in a call. `text` is personal: it is read in memory and never kept or logged. */
export type Turn = { role: 'assistant' | 'caller'; text: string; at: Date | null }

/** What was recognised: the name of one of our own fixed phrases, never the caller's words; when, as the platform says. */
export type Evidence = { words: string; at: Date | null }

/** What the caller said before the agent spoke again. `asked`: what the agent had just said, plain; '' when nothing. */
export type Exchange = { asked: string; said: Turn[] }

/** One kind of apostrophe, single spaces. */
export const straight = (text: string): string =>
  text.normalize('NFC').replace(/[\u2018\u2019\u02bc\u0060]/g, "'").replace(/\s+/g, ' ').trim()

/** Lower case, one kind of apostrophe and hyphen, single spaces: what the patterns of this folder are written for. */
export const plain = (text: string): string =>
  straight(text).replace(/[\u2010-\u2015]/g, '-').toLowerCase()

// Characters of one question or answer that are looked at, however long somebody goes on.
const LONGEST = 4000

/** A call as the agent's words and the answer to them, in order. */
export function exchangesOf(turns: readonly Turn[]): Exchange[] {
  const exchanges: Exchange[] = []
  let asked: string[] = []
  let isAnswered = false
  for (const turn of turns) {
    if (turn.role === 'assistant') {
      if (isAnswered) asked = []
      isAnswered = false
      asked.push(plain(turn.text))
      continue
    }
    if (isAnswered) exchanges.at(-1)!.said.push(turn)
    else exchanges.push({ asked: asked.join(' ').slice(-LONGEST), said: [turn] })
    isAnswered = true
  }
  return exchanges
}

/** The parts of a plain text between its stops and commas, without what people say before they say something. */
export const clausesOf = (text: string): string[] =>
  text.split(/[.,;:!?]+|\s-+\s/).map(withoutFillers).filter((clause) => clause !== '')

const fillers = re`
  ^(?:(?:u+m+|u+h+|e+r+m*|a+h+|o+h+|h+m+|well|so|and|but|right|look|listen|actually|then|hi|hello|hiya|hey|
  good (?:morning|afternoon|evening)|morning|afternoon)\b[\s,.-]*)+`

/** A plain clause without its leading "um", "well", "hello". */
export const withoutFillers = (clause: string): string => clause.trim().replace(fillers, '').trim()

/** The agent's questions; where recognition wrote no question mark, its last sentence. */
export function questionsIn(asked: string): string[] {
  const sentences = asked.match(/[^.!?]+[.!?]*/g)?.map((one) => one.trim()).filter((one) => one !== '') ?? []
  const questions = sentences.filter((one) => one.endsWith('?'))
  return questions.length > 0 ? questions : sentences.slice(-1)
}

const openQuestion = /^(?:what|which|when|where|who|whose|how|why)\b|\b(?:name|number)\b.*\?$/

/** The question that a yes or a no answers: the last that is not an open one. '' when there is none. */
export const closedQuestionIn = (asked: string): string =>
  questionsIn(asked).findLast((one) => !openQuestion.test(withoutFillers(one)) || /\bto text\b/.test(one)) ?? ''

// Polite assent that begins like a refusal.
const assent = re`
  \b(?:no (?:problem|worries|bother|issue|trouble|objection)s?|not a problem|why not|(?:i )?(?:don'?t|do not|
  wouldn'?t) mind|(?:i )?(?:don'?t|can'?t) see why not)\b`
const haste = /\bno (?:rush|hurry|doubt)\b/g

const no = re`^(?:no|nope|nah|never|absolutely not|definitely not|certainly not|(?:of )?course not|rather not|prefer not|
  not (?:really|at all|yet|quite|now|today|necessary|needed|thanks|thank|please|at the moment|for me|by|via)|
  (?:please |i )?(?:don'?t|do not)(?! know)|i(?:'?d| would) (?:rather|prefer|sooner)(?!.*text)|i'?m not|i am not|
  i'?m (?:fine|good|ok|okay|alright)(?: thanks| thank you| without.*)?$|there'?s no need)(?=$|[ '])`

const good = source`(?:absolutely |totally |perfectly |really |very )?
  (?:fine|ok(?:ay)?|good|great|lovely|perfect|helpful|brilliant|alright|all right|cool)`
const yes = re`^(?:yes|yeah|yea|yep|yup|yah|aye|sure|(?:of )?course|absolutely|definitely|certainly|ok|okay|all ?right|fine|
  please(?: do| yes)?$|go (?:ahead|on|for it)|do$|by all means|sounds? (?:good|great|fine|lovely)|
  perfect|lovely|great|brilliant|wonderful|(?:that|it)(?:'?s| is| would be|'?d be|'?ll be| will be) ${good}|
  i'?d (?:like|love|appreciate) that|you (?:can|may)$|i (?:do|am|would|can)$|s?he is$|they are$|i agree|happy with that|
  if you (?:could|would|like)$)(?=$|[ '])`

/** Whether an answer says yes or no; null when it says neither, or "yes, but". A no anywhere is a no. */
export function yesOrNo(answer: string): 'yes' | 'no' | null {
  const said = plain(answer).replace(assent, ', yes ,').replace(haste, '')
  const clauses = clausesOf(said)
  if (clauses.some((clause) => no.test(clause))) return 'no'
  if (/\b(?:yes|yeah|yep|sure|ok|okay|fine)\b[\s,]*but\b/.test(said)) return null
  return clauses.some((clause) => yes.test(clause)) ? 'yes' : null
}

/** What the caller answered, as one plain text. */
export const answerIn = (exchange: Exchange): string =>
  exchange.said.map((turn) => plain(turn.text)).join('. ').slice(0, LONGEST)
