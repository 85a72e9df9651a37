import type { Expectation } from './types.ts'
import { read } from './text.ts'

/** What an agent may ask for, in the order in which it is looked for within one question. */
const asks: [Expectation, RegExp][] = [
  ['email', /\be ?mails?\b/],
  ['dob', /\bdate of birth\b|\bd ?o ?b\b|\bborn\b|\bbirthday\b|\bbirth ?date\b|\byear of birth\b/],
  ['postcode', /\bpost ?codes?\b/],
  ['nhs', /\bn ?h ?s number\b|\bhealth service number\b/],
  ['ni', /\bnational insurance\b|\bn i number\b|\bni number\b/],
  [
    'card',
    /\bcard\b(?!iac|io)|\bsort code\b|\baccount number\b|\bcvv\b|\bsecurity code\b|\bexpiry\b|\blong number\b|\bthree digits\b/,
  ],
  [
    'health',
    new RegExp(
      [
        'allerg',
        'medic(?!al (?:director|team|aesthetic))',
        'medication',
        'medicine',
        'condition',
        'health',
        'pregnan',
        'breast ?feed',
        'expecting',
        'smok',
        'vap(?:e|ing)',
        'drink(?:er|ing)?\\b',
        'alcohol',
        'units',
        'drugs',
        'illness',
        '\\bill\\b',
        'diseas',
        'diagnos',
        'symptom',
        'suffer',
        'operations?\\b',
        'surger(?:y|ies) (?:before|in the past|previously)',
        '(?:previous|past|other|any) (?:surger|operation|procedure|injur)',
        'weigh(?:t)?\\b',
        'height',
        'how tall',
        '\\bb ?m ?i\\b',
        'blood',
        'disab',
        'access (?:needs|requirements)',
        'mobility',
        'mental',
        'anxi',
        'depress',
        'mood',
        'pain\\b',
        'hurt',
        'bleed',
        'swell',
        'swollen',
        'bruis',
        'infect',
        'rash',
        'fever',
        'temperature',
        'feeling',
        'heart',
        'skin (?:type|problem|issue)',
        'cold sores?',
        'keloid',
        'scar(?:ring)?\\b',
        'implant',
        'pacemaker',
        'metal',
        'anaesthe',
        '(?:had|ever had|any) (?:any |other |previous |past )*(?:surgery|surgeries|operations?|procedures? before)',
        'reaction',
        'react',
        'tablets?',
        'pills?',
        'injections? (?:for|at the moment)',
        'prescri',
        'inhaler',
        'taking (?:any|at)',
        'you taking',
        'you take\\b',
        '(?:on|take|taking) any(?:thing)?(?: at| right| regular| else| now)',
        'are you on any',
        'under (?:a|the|any) (?:doctor|consultant|specialist|hospital|gp)',
        'run(?:s)? in (?:the|your) family',
        'family history',
        'wrong with',
        'doctor know',
        'been in hospital',
        'fertility',
        'menopaus',
        'periods?\\b',
        'contracepti',
        'trying for',
        'miscarr',
        'diabet',
        'asthma',
        'epilep',
        'immune',
        'thyroid',
        'cancer',
        'fit(?:s| and well)',
        'sleep',
        'counsell',
        'therap(?:y|ist)',
        'vaccin',
        'covid',
        'tested',
        'test results?',
        'vitamins?',
        'supplements?',
        'we should know about',
        'anything (?:else )?(?:we|the (?:doctor|nurse|surgeon|team)|i) (?:should|need to|ought to) (?:know|be aware)',
        'support needs',
        'adjustments',
        'how (?:are|have) you (?:been )?(?:healing|recover)',
      ]
        .map((one) => `\\b${one}`)
        .join('|'),
    ),
  ],
  [
    'identity',
    /\breligio|\bfaith\b|\bethnic|\bheritage\b|\bbackground\b|\bgender\b|\bpronoun|\bsex\b|\borientation\b|\bsexual|\bnationality\b|\bcultural\b|\bbelie(?:f|ve)|\bunion\b|\bpolitic|\bdietary\b|\brace\b/,
  ],
  [
    'address',
    /\baddress\b|\bwhere do you live\b|\bwhere are you (?:based|living)\b|\bstreet\b|\bhouse (?:number|name)\b|\bdoor number\b|\bfirst line\b/,
  ],
  [
    'phone',
    /\b(?:phone|mobile|telephone|contact|landline|best|cell|home|work|reach(?:able)?|call ?back) (?:phone )?numbers?\b|\bwhat numbers?\b|\bnumbers? (?:for you|to (?:call|ring|reach|text)|we|i|can|please|is best|do)\b|\b(?:your|a|the) (?:numbers?|mobile|phone|digits|landline)\b|\b(?:call|ring|reach|text|contact) you (?:on|at|back on)\b|\blast (?:three|four|two|six|few) digits\b|\brest of (?:the|that|your) number\b|\bcarry on with the number\b/,
  ],
  [
    'name',
    /\bname\b(?! of (?:the|your (?:gp|doctor|surgeon|clinic)))|\bwho (?:am i|is this|do i have|is it|is calling|is speaking|is that|are you)\b|\bwhat (?:shall|should|can|may|do) i call you\b|\bcalled\b|\bsurname\b|\band you are\b|\bwho (?:shall|should|can) i (?:say|put)\b|\bspell (?:that|it|your)\b|\bhow do you spell\b|\bwho is the (?:appointment|booking) for\b|\bspeaking (?:to|with)\b/,
  ],
  [
    'booking',
    /\bwhen\b|\bwhat (?:day|date|time)\b|\bwhich (?:day|date|time|procedure|treatment|clinic|practitioner)\b|\bwhat (?:can|could|would|treatment|procedure)\b|\bhow (?:can|may|could|soon|long|much)\b|\bsuit|\bfree\b|\bavailab|\bmorning\b|\bafternoon\b|\bbook|\bappointment\b|\bprefer|\bbudget\b|\binterested\b|\btreatment\b|\bprocedure\b|\bconsultation\b|\banything else\b|\bany questions\b|\bhelp\b/,
  ],
]

const goesOn =
  /^(?:(?:the|ok|okay|yep|yes|yeah|right|lovely|great|perfect|thanks|thank you|thank|got it|got that|go on|go ahead|carry on|mhm|huh|uh huh|sure|no problem|and|then|and then|of course|take your time|sorry|pardon|could you repeat that|say that again|one moment|bear with me|i am listening|keep going|the rest|and the rest|you|all|so far|of it|that|is|far|noted|year|month|day|what|was|number|digits|last|next|bit|part|first|half|other|two|three|more|again|once|please|me|give|for) ?)+$/

/** What an agent's turn asks for. `before` holds on when the turn asks for nothing ("okay, go on", a read-back). */
export function expectationOf(agentTurn: string, before: Expectation): Expectation {
  const line = read(agentTurn).line
  if (line === '' || goesOn.test(line)) return before
  const sentences = line.split(' . ').reverse()
  for (const sentence of sentences) {
    for (const [kind, pattern] of asks) if (pattern.test(sentence)) return kind
  }
  return /^(?:[a-z] |\d+ |one |two |three |four |five |six |seven |eight |nine |zero |oh |o |double |triple |hundred )+/.test(
    `${line} `,
  )
    ? before
    : 'none'
}
