export type ProblemCode =
  | 'no_clinic' | 'no_opt_out' | 'no_number' | 'unknown_placeholder' | 'medicine' | 'promotion' | 'urgency' | 'before_after'
  | 'claim' | 'short_link' | 'reply_word' | 'not_plain' | 'too_many_parts' | 'too_long'

/** Words that no text of ours may contain, and what the clinic's owner is told about the ones that were found. */
export type Rule = { code: ProblemCode; pattern: RegExp; message: (words: string) => string }

const anyOf = (...phrases: string[]): RegExp => new RegExp(phrases.join('|'), 'gi')

const treatments = '(?:consultation|treatment|facial|session|trial|gift|filler|peel|sample|upgrade|top-up|skin check)s?'
const places = '(?:slot|space|place|appointment)s?'

const promotion: Rule = {
  code: 'promotion',
  message: (words) => `"${words}" reads as a promotion. This text may only follow up the person's own call.`,
  pattern: anyOf(
    // "We can offer you 2pm" is no offer.
    '(?<!\\b(?:can|could|we|to|also|now|cannot)\\s)\\boffers?\\b',
    '\\bdiscount\\w*', '\\d\\s?(?:%|per ?cent)\\s*(?:off|less|cheaper)\\b', '£\\s?\\d[\\d.,]*\\s*off\\b',
    '\\bhalf[ -]price\\b', '\\bsales?\\b', '\\bpromo\\w*', '\\bvouchers?\\b', '\\b(?:bargain|bonus|giveaway)\\w*',
    '\\bdeals?\\b(?!\\s+with)', `\\bfree ${treatments}\\b`, '\\bfor free\\b', '\\bcomplimentary\\b', '\\bbogof\\b',
    '\\bbuy one\\b', '\\b(?:2|two|3|three) for (?:1|one|2|two)\\b', '\\bsave (?:£|\\d|up to|money)',
    '\\b(?:only|just|from|was|now) £\\s?\\d[\\d.,]*', '\\bcheap\\w*', '\\b(?:lowest|best) price\\b', '\\bprice drop\\b',
    '\\brefer a friend\\b', '\\bloyalty\\b', '\\b(?:summer|winter|christmas|new year|spring) special\\b',
  ),
}

const urgency: Rule = {
  code: 'urgency',
  message: (words) => `"${words}" presses the reader. Cosmetic treatments may not be sold under pressure of time.`,
  pattern: anyOf(
    '\\bhurry\\b', `\\b(?:last|final)[ -](?:few|remaining|minute|chance|call|${places})\\b`,
    `\\blimited (?:time|${places}|availability|edition|period|number)\\b`,
    `\\bonly (?:a few|\\d+|one|two|three)\\b[^.!?]{0,20}\\b(?:left|remaining|${places})\\b`,
    `\\b(?:few|\\d+|one|two) ${places} (?:left|remaining)\\b`, '\\b(?:going|filling|selling)(?: up)? (?:fast|quickly|out)\\b',
    '\\bact (?:now|fast|today)\\b', '\\bdon[\'’]?t miss\\b', '\\btoday only\\b', '\\bnow or never\\b', '\\burgent\\w*',
    '\\bends? (?:today|tonight|soon|tomorrow|this|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|at midnight)\\b',
    '\\bbefore it(?:[\'’]s| is)? (?:gone|goes|too late)\\b', `\\bwhile (?:stocks?|${places}) lasts?\\b`, '\\bcountdown\\b',
  ),
}

const beforeAfter: Rule = {
  code: 'before_after',
  message: (words) => `"${words}" points to before-and-after results, which do not belong in this text.`,
  pattern: anyOf(
    '\\bbefore\\s*(?:-\\s*and\\s*-|and|&|/|\\+|n)\\s*after\\b', '\\btransformations?\\b', '\\bsee (?:our|the|my) results\\b',
  ),
}

const claim: Rule = {
  code: 'claim',
  message: (words) => `"${words}" promises an outcome. Leave results to the consultation.`,
  pattern: anyOf(
    '\\bguarante\\w*', '\\b(?:risk|pain)[ -]?free\\b', '\\bpainless\\w*', '\\bno (?:risk|pain|downtime)\\b', '\\b100\\s?%',
    '\\bmiracle\\w*', '\\b(?:permanent|instant|perfect|amazing) (?:results?|skin|nose|lips|face|body)\\b',
    '\\byears? younger\\b', '\\blook younger\\b', '\\b(?:safe and effective|completely safe|totally safe)\\b',
    '\\bbest (?:clinic|surgeon|doctor|practitioner|results?)\\b',
  ),
}

const shorteners = [
  'bit.ly', 'tinyurl.com', 't.co', 'goo.gl', 'ow.ly', 'is.gd', 'v.gd', 'x.gd', 'buff.ly', 'rebrand.ly', 'cutt.ly', 'rb.gy',
  'shorturl.at', 'tiny.cc', 'bl.ink', 't.ly', 's.id', 'trib.al', 'short.io', 'shorte.st', 'lnkd.in', 'qr.ae', 'linktr.ee',
].map((host) => host.replace('.', '\\.'))

const shortLink: Rule = {
  code: 'short_link',
  message: (words) => `"${words}" is a general link shortener; phone companies block those. Use a page of the clinic's own.`,
  pattern: anyOf(`(?<![\\w.-])(?:www\\.)?(?:${shorteners.join('|')})(?![\\w-]|\\.\\w)(?:/\\S*)?`),
}

/** Twilio takes these for an opt-out or an opt-in. In capitals, or after "reply", they are what a text asks for. */
const replyWord: Rule = {
  code: 'reply_word',
  message: (words) => `The phone company takes the reply "${words}" for itself; it would never reach you. Ask for 1, 2 or 3.`,
  pattern: new RegExp([
    '\\b(?:YES|CANCEL|END|QUIT|REVOKE|OPTOUT)\\b',
    '(?<=\\b(?:[Rr]eply|[Tt]ext|[Ss]end|[Aa]nswer|[Rr]espond)\\s+(?:(?:with|back|us)\\s+)?["\'“‘]?)'
      + '(?:[Yy]es|[Cc]ancel|[Ee]nd|[Qq]uit|[Rr]evoke|[Oo]ptout|[Ss]tart|START|[Uu]nstop|UNSTOP)\\b',
  ].join('|'), 'g'),
}

export const rules: readonly Rule[] = [promotion, urgency, beforeAfter, claim, shortLink, replyWord]
