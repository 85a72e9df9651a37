import { read } from './text.ts'

/** Treatments and operations of the past: "have you had lip filler before?", "can I ask about past treatments?". */
const past = new RegExp(
  [
    '(?:have|had) you (?:ever |already |both |actually |never )?(?:had|tried)',
    'what (?:did|have) you (?:have|had|got)(?! in mind| a)',
    'what (?:surger(?:y|ies)|operations?|treatments?|procedures?) (?:did|have|has)',
    'how long (?:ago|since) (?:was|is|did|have|you)',
    'did (?:we|they|you) (?:do|have) (?:your|the|it|that|any)(?! (?:day|date|time|questions?|idea))',
    'has (?:anyone|anybody|someone) (?:treated|done|looked)',
    'were you happy with (?:the|your|it)',
    'what has been done|(?:implant|device) card',
    'you (?:ever |already )?had (?:any|anything|it|them|this|one|that)\\b',
    'ever (?:had|tried)',
    '(?:past|previous|prior|earlier|other|surgical|treatment) (?:treatments?|procedures?|work|surger(?:y|ies)|operations?|fillers?|botox|cosmetic|aesthetic|laser|peels?|history|enhancements?)',
    '(?:surgery|operation|procedure|treatment|work) (?:was it|was that|did you have|have you had)',
    'when did you (?:last )?have (?:it|that|them|the|your|any|those|botox|filler)',
    '(?:who|where) did (?:it|them|that|those|you have)',
    '(?:anything|work|them|it|that|those) done (?:before|abroad|elsewhere|already|previously)',
    'any (?:implants|metalwork|permanent make ?up|dental work|filler|tattoos?)',
    'last (?:one|lot|time|treatment)',
    'contracept',
    '(?:any|had|some) (?:surger(?:y|ies)|operations?|procedures?|treatments?|work)(?: \\w+){0,3} (?:before|previously|elsewhere|abroad|in the past)',
  ]
    .map((one) => `\\b${one}`)
    .join('|'),
)
/** "Hair transplant before?": hardly more than what was done. */
const inShort = /^(?!(?:do|would|want|what|when|is|are|like|yes|see|the|as|or|maybe)\b)(?:\w+ ){1,4}(?:before|previously|already)$/
const notTreated = /\bhad (?:you )?(?:a |any |the |your |some )?(?:chance|look|think|consultation|consult|call|text|email|letter|link|good|nice|luck|thoughts?|questions?|dates?|appointment|message|confirmation|trouble (?:finding|parking|getting))\b|\b(?:price|cost|quote|deposit|voucher)\b/

/** Whether an agent's turn asks what was done to somebody before. */
export const asksPast = (agentTurn: string): boolean => {
  const { line } = read(agentTurn)
  return (past.test(line) || inShort.test(line)) && !notTreated.test(line)
}
