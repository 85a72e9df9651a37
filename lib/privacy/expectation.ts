import { asksHealth } from './expectation-health.ts'
import { asksPast } from './expectation-past.ts'
import { isElliptic, organs, shortList } from './expectation-short.ts'
import { proceduresIn } from './keep.ts'
import { termsIn } from './terms.ts'
import type { Expectation, KeepList } from './types.ts'
import { read } from './text.ts'

/** What an agent may ask for, in the order in which it is looked for within one question. */
const asks: [Expectation, RegExp][] = [
  [
    'name',
    /\b(?:card|account) ?(?:holder)? name\b|\bname (?:on|as) (?:the|it|shown|your)\b|\bname (?:for|of) the (?:card|booking|account)\b/,
  ],
  ['email', /(?<!\bour )\be ?mails?\b(?! (?:we|i) sent)|\b(?:after|before) (?:the )?at(?: sign| symbol)?$|\b(?:after|before) the at\b|\b(?:and|what is|what comes) (?:the domain|before it|after it)\b|\bis (?:that|it) (?:an? )?(?:underscore|hyphen|dash)\b|\bis (?:it|that) (?:a )?(?:dot|gmail|hotmail|outlook|yahoo)\b/],
  ['dob', /\bdate of birth\b|\bd ?o ?b\b|\bborn\b|\bbirthday\b|\bbirth ?date\b|\byear of birth\b|\bmonth and (?:the )?year\b|\bhow old\b(?! (?:is |are )?(?:the|it|that|this|your)\b(?! (?:patient|client|child|lady|person|daughter|son|mum|dad)))|\byour age\b/],
  ['postcode', /\bpost ?codes?\b/],
  ['nhs', /\bn ?h ?s number\b|\bhealth service number\b/],
  ['ni', /\bnational insurance\b|\bn i number\b|\bni number\b/],
  [
    'card',
    /\bcard\b(?!iac|io)|\bsort code\b|\baccount number\b|\bcvv\b|\bsecurity (?:code|number|digits)\b|\bexpiry\b|\blong number\b|\b(?:three|sixteen|16|four) digits\b|\bon the back\b|\blast four\b/,
  ],
  ['booking', /\b(?:booking|order|voucher|confirmation|invoice) (?:reference|ref|code|number)\b|\breference (?:number|code|please|for)\b/],
  ['health', asksHealth],
  [
    'identity',
    /\breligio|\bfaith\b|\bethnic|\bheritage\b|\bbackground\b|\bgender\b|\bpronoun|\bsex\b|\borientation\b|\bsexual|\bnationality\b|\bcultural\b|\bbelie(?:f|ve)|\bunion\b|\bpolitic|\bdietary\b|\brace\b|\bintimacy\b|\bthe bedroom\b|\b(?:new|regular|sexual) partners?\b|\bhow many partners\b|\b(?:put|tick) (?:straight|gay|male|female|christian|white british)\b|\bmale or female on\b|\bidentify\b|\bskin (?:tone|colour)\b|\bwhere (?:is|are) (?:your|you) (?:family|parents|people|originally) from\b/,
  ],
  [
    'address',
    /(?<!\b(?:(?:text|send|give|email|sent|texted) (?:you )?(?:the|our)|our|our new|the clinic|clinic s) )\baddress\b|\bwhere (?:shall|should|can|do|would|will) (?:we|i|you like (?:it|us to|me to)) (?:\w+ ){0,2}?(?:post|posted|deliver|delivered|send (?:it|them|that|this|the (?:pack|parcel|letter|cream|products?|voucher|brochure|samples?)))\b|\bwhere (?:is it|are we) (?:going to|posting|sending)\b|\b(?:address )?line (?:one|two|three|1|2|3)\b|\bwhere do you live\b|\bwhere are you (?:based|living)\b|\b(?:what|which|your|name of the) (?:street|road)\b|\bhouse (?:number|name)\b|\b(?:which|what|the|and|nearest) town\b|\bwhat number is (?:it|the house|that)\b|\bwhere (?:to|(?:shall|should|can|do) (?:we|i) (?:send|post|deliver)(?: \w+)?(?: to)?)$|^(?:and )?(?:the |your )?(?:house|street|road|town|city|village|county|block|building|flat)(?: or (?:flat|house|number|street|town))*(?: name| number)?$|\b(?:is that|is it|have|live in) (?:in )?a (?:flat|house)\b|\bflat number\b|\bdoor number\b|\bfirst line\b/,
  ],
  [
    'phone',
    /\b(?:phone|mobile|telephone|contact|landline|best|cell|home|work|reach(?:able)?|call ?back) (?:phone )?numbers?\b|\bwhat numbers?\b|\bnumbers? (?:for you|to (?:call|ring|reach|text)|we|i|can|please|is best|do)\b|\b(?:your|a|the) (?:numbers?|mobile|phone|digits|landline)\b|\b(?:call|ring|reach|text|contact) you (?:on|at|back on)\b|\blast (?:three|four|two|six|few) digits\b|^(?:and )?(?:a )?(?:best )?(?:mobile|number|phone|landline|telephone)(?: number)?$|\bwhich number\b|\b(?:what|which) (?:mobile|phone|landline)\b|\brest of (?:the|that|your) number\b|\bcarry on with the number\b/,
  ],
  [
    'name',
    /\b(?:miss or mrs|mrs or miss|(?:mr|mister) or (?:mrs|missus|miss|ms)|(?:what|which) title|friends call you|(?:like|prefer|want) to be called|go by|check your details|confirm your details)\b|\bname\b(?! of (?:the|your (?:gp|doctor|surgeon|clinic)))|\bwho (?:did you say|am i|is this|do i have|is it|is calling|is speaking|is that|are you)\b|\bwhat (?:shall|should|can|may|do) i call you\b|\bcalled\b|\bsurname\b|\binitials?\b(?! (?:consult|appoint|assess|visit|chat|treat|call|deposit))|\band you are\b(?! (?:in|coming|booked|here|after|looking|interested|wanting|happy|sure|free|available))|\bwho (?:referred|did the booking|made the|booked|will (?:collect|be collecting|pick|bring|drive)|is (?:coming|collecting|picking))\b|\bwhich of you\b|\bemergency contact\b|\bnext of kin\b|\bdo you go by\b|\bwho (?:shall|should|can) i (?:say|put)\b|\bspell (?:that|it|your)\b|\bhow do you spell\b|\bwho is the (?:appointment|booking) for\b|\bspeaking (?:to|with)\b/,
  ],
  [
    'booking',
    /\b(?:particular|chosen a|which|preferred|favourite) (?:surgeon|doctor|nurse|practitioner|injector)\b|\bwhen\b|\bwhat (?:day|date|time)\b|\bwhich (?:day|date|time|procedure|treatment|clinic|practitioner)\b|\bwhat (?:can|could|would|treatment|procedure)\b|\bhow (?:can|may|could|soon|long|much)\b|\bsuit|\bfree\b|\bavailab|\bmorning\b|\bafternoon\b|\bbook|\bclinic or\b|\bappointment\b|\bprefer|\bbudget\b|\binterested\b|\btreatment\b|\bprocedure\b|\bconsultation\b|\b(?:you are|you were|are you|was it|is it) (?:in|coming in|coming) for\b|\byou wanted\b|\b(?:the|and|a) (?:date|price|slot|time)\b|\bquoted?\b|\banything else\b|\bany questions\b|\bhelp\b/,
  ],
]

const goesOn =
  /^(?:(?:the|ok|okay|yep|yes|aye|yup|of|yeah|right|lovely|great|perfect|thanks|thank you|thank|got it|got that|go on|go ahead|carry on|mhm|huh|uh huh|sure|no problem|and|then|and then|of course|take your time|sorry|pardon|could you repeat that|say that again|one moment|bear with me|i am listening|keep going|the rest|and the rest|you|all|so far|of it|that|is|far|noted|year|month|day|what|was|number|digits|last|next|bit|part|first|half|other|two|three|more|again|once|please|me|give|for) ?)+$/

/** "Number please?", "mobile then": the whole of a question. */
const onlyNumber =
  /^(?:(?:and|ok|okay|right|a|an|the|your|best|home|work|daytime|contact) )*(?:mobile|number|phone|landline|telephone|contact)(?: (?:number|please|then|love|for you|next|as well|too))*$/
const numbered = new Set<Expectation>(['card', 'nhs', 'ni', 'phone'])

/** Takes an answer as given, and asks nothing more: what comes then may be about anything. */
const acknowledges = /^(?:(?:and|ok|okay|right|lovely|great|perfect|brilliant|fine|good|thanks|thank you|got it|got that|no problem|of course|sure|noted|alright|all right|for that) ?)+$/

/** Tells, and asks nothing on: "I'll note that", "we can see you tomorrow", "leave two weeks". */
const states = /^(?:i|we|you|they|there|leave|let|please|come|do (?:not|eat|come|bring|keep)|the|then i|that (?:is|will|should|can) (?:fine|normal|ok|okay|alright|all right|good|great|lovely|perfect))\b/

/** What asks on about the same thing, and elsewhere would be about the booking. */
const holds: Partial<Record<Expectation, RegExp>> = {
  dob: /^(?:and )?(?:when is (?:that|it)|(?:what is )?the date)$/,
  card: /^(?:and )?(?:what is )?the (?:expiry )?date$/,
}

/** As an agent goes on without a question of its own: "seven seven", "next", "and the last letter". */
const fewWords: Partial<Record<Expectation, number>> = { name: 4, health: 4, identity: 4, none: 4, booking: 0 }
const turnsAway = /\b(?:bye|goodbye|booked|see you|welcome|anything|lovely to|all set|done|sorted|confirmed|corrected|updated)\b/
const spoken =
  /^(?:[a-z] |\d+ |one |two |three |four |five |six |seven |eight |nine |zero |oh |o |double |triple |hundred )+/

/** How an agent asks on about health: "what to?", "since when?", "did it help?". */
const asksOn =
  /\b(?:what to|what for|what (?:is|was|are|were) (?:it|they|that)(?: for)?$|which (?:one|ones|tablets?|side|eye|ear|leg|knee|kind)|(?:say|tell me|know) (?:a bit |a little )?more|how (?:long|often|bad|badly|many|much)(?= would you say)|how (?:long|often|bad|badly|many)(?! (?:would|does|will|sessions))|how much do you|since when|when (?:did|was|were) (?:it|you|that|they|she|he|the)|did (?:it|that|they|he|she) (?:help|work|clear|settle|go)|anything (?:tried|else|at all|i should|we should|for it)|and (?:the|your|is it|are you|do you|have you|now) \w+$|what (?:would help|happened|brought|kind|sort|type)|is (?:it|that) (?:sore|better|worse|under control|still|bad|diagnosed)|was (?:it|that) (?:a|an|bad|recent|the)|such as|like what|who (?:told|said|diagnosed)|is it$|is that right)\b/
const namesBooking =
  /\b(?:day|time|date|book|appointment|slot|suit|price|cost|budget|pay|deposit|treatment|procedure|area|name|number|email|postcode|address)\b/

/** Asks whether somebody has something; what that is, the lexicon knows: "do you have HIV?". */
const asksWhether = /^(?:(?:and|so|ok|okay|right|now|also) )*(?:do|have|are|did|has|is|any|does|were|had)\b(?! (?:you )?(?:do|offer|treat|sell|want|interested|after|looking)\b)/

/** With what a sentence ends that turns from anything else to the booking: "… noted, and what time suits you". */
const asksTime = /\b(?:and|so|now) (?:what|which) (?:time|day|date)s? (?:suits?|would|works?|is best|do|can|shall|are)\b(?: (?:you|work|suit|like|be|best|prefer|for|is|good|we|say|want|i|put|down|come|in))*$/

const nobody: KeepList = { staff: new Set(), procedures: new Set() }

/** Words of health in what is offered, or asked about the call itself: "would you like a drink?", "can you see the text I sent?". */
const offers = /\b(?:would you like|can i (?:get|offer) you|shall i (?:get|make) you|fancy) (?:a |an |some |any )?(?:\w+ )?(?:drink|tea|coffee|water|brew)\b|\b(?:see|get|got|had|have|receive|received|read|open|find|hear) (?:the|my|our|that|this) (?:text|email|link|form|message|page|screen|letter)\b|\b(?:asking|ask) (?:about |for )?the (?:price|cost)/

/**
 * What an agent's turn asks for. `before` holds on when the turn asks for nothing ("okay, go on", a read-back, a few words
 * without a question).
 */
export function expectationOf(agentTurn: string, before: Expectation): Expectation {
  const doc = read(agentTurn)
  const { line } = doc
  if (onlyNumber.test(line) && !numbered.has(before)) return 'phone'
  // "Last three digits again, please", of a number that was told unasked.
  if (before === 'none' && /\b(?:last|first) (?:\w+ )?digits\b|(?:^|\b(?:repeat|say|and|what is|what are|confirm) )(?:the )?last (?:two|three|four|six)$|\b(?:mobile|number|phone) ending(?: in)?$|\b(?:what is|and) the number(?: please)?$/.test(line)) return 'phone'
  if ((before === 'health' || before === 'identity') && acknowledges.test(line)) return 'none'
  if (line === '' || goesOn.test(line) || holds[before]?.test(line)) return before
  const sentences = line.split(' . ').reverse()
  if (before === 'health' && asksOn.test(sentences[0]!) && !namesBooking.test(sentences[0]!)) return before
  for (const sentence of sentences) {
    if (asksTime.test(sentence)) return 'booking'
    if (offers.test(sentence)) return 'none'
    if (asksPast(sentence) && proceduresIn(read(sentence), nobody).length > 0) return 'health'
    for (const [kind, pattern] of asks) if (pattern.test(sentence)) return kind
    if (shortList.test(sentence)) return 'health'
    const elliptic = isElliptic(sentence)
    if (elliptic && organs.test(sentence)) return 'health'
    if (elliptic || asksWhether.test(sentence)) {
      const named = read(sentence)
      const hit = termsIn(named, named.words.map((word) => word.w)).find(({ term }) => term.tier === 'S')
      if (hit) return hit.term.label === 'HEALTH' ? 'health' : 'identity'
    }
  }
  const isShort = doc.words.length <= (fewWords[before] ?? 6) && !turnsAway.test(line) && !((before === 'health' || before === 'identity') && states.test(line))
  return isShort || spoken.test(`${line} `) ? before : 'none'
}

/** Which part of a name an agent's turn asks for, when it asks for one. */
export const namePartOf = (agentTurn: string): 'first' | 'last' | 'whole' => {
  const { line } = read(agentTurn)
  if (/\b(?:surname|last name|family name|second name)\b/.test(line)) return /\bfirst\b/.test(line) ? 'whole' : 'last'
  if (/^(?:and )?(?:the |your )?last$/.test(line)) return 'last'
  return /\b(?:first|given|christian) name\b|^(?:and )?(?:the |your )?first$/.test(line) ? 'first' : 'whole'
}

/** What a caller says that a number is about, when nobody asked: "my number's on the system, isn't it?". */
const announced: [Expectation, RegExp][] = [
  ['nhs', /\bn ?h ?s number\b/],
  ['ni', /\bnational insurance\b|\bn ?i number\b|\bmy n ?i\b/],
  ['postcode', /\bpost ?code\b/],
  ['email', /\be ?mail\b|\bat (?:gmail|hotmail|outlook|yahoo|icloud|aol|btinternet)\b/],
  ['dob', /\bbirthday\b|\bdate of birth\b|\bd ?o ?b\b/],
  ['card', /\b(?:card|long) number\b|\bmy card\b|^(?:(?:by|on|a|my|just|with|debit|credit|the|is|it|ok) )*card(?: please)?$/],
  ['phone', /\b(?:my|me|new|old|another|different) (?:new |old |other |work |home )?(?:number|mobile|landline)\b|\bnumber is\b/],
]

/** What a caller's own words let one expect of the turns that follow, or null. */
export function announcedBy(callerTurn: string): Expectation | null {
  const { line } = read(callerTurn)
  return announced.find(([, pattern]) => pattern.test(line))?.[0] ?? null
}
