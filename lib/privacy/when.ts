import { re } from './pattern.ts'
import { placesOf, type Doc, type Range } from './text.ts'

/**
 * When an appointment is to be and what it costs, as people say it: "half ten", "quarter to three", "the twenty first", "monday the
 * twelfth", "six and a half thousand". It stays where only the tagger would take it away. What a number is of that is no time and no
 * price (weeks, stone, tablets) is left out, and so is a day of another year.
 */
const hour = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[1-9]|1[0-2])'
const digit = '(?:one|two|three|four|five|six|seven|eight|nine)'
const tens = '(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)'
const teens = '(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)'
const number = `(?:${tens}(?: ${digit})?|${teens}|${digit}|\\d{1,2})`
const weekday = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|today|tonight)'
const month = '(?:january|february|march|april|may|june|july|august|september|october|november|december)'
const ordinal = `(?:${tens} (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|
  eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|
  \\d{1,2}(?:st|nd|rd|th))`.replace(/\n */g, '')
/** What follows a number that is neither a time nor a price. */
const counted = `(?! (?:(?:and )?${number} )?(?:and a half )?(?:years?|yrs?|months?|weeks?|days?|hours?|minutes?|mins?|times|stone|pounds? (?:over|under|lost|heavier|lighter)|kilos?|
  kg|centimetres?|inch(?:es)?|foot|feet|ml|mil|mils|milligrams?|mg|micrograms?|tablets?|pills?|units?|a day|a week|a night|of (?:them|us|those)|kids?|
  children|babies|drinks?|pints?|cigarettes?|fags|miscarriages?|operations?|sections?|births?|cups?|sized?|percent))`.replace(/\n */g, '')
const notBirth = '(?! (?:of )?(?:nineteen|two thousand|twenty (?:oh|o|ten)|\\d{2,4}))'

const times: RegExp[] = [
  re`\b(?:half|(?:quarter|five|ten|twenty|twenty five) (?:past|to|after|before)|half past|quarter) ${hour}\b${counted}`,
  re`\b${hour} (?:thirty|fifteen|forty five|oh five|o five|twenty|forty|ten)(?= (?:am|pm|in the|on|please|tomorrow|today|${weekday}|sharp|for)\b| \.|$)`,
  re`\b${hour}(?: thirty| fifteen| forty five)? (?:a m|p m|am|pm|oclock|o'clock|o clock|sharp|ish|on the dot|in the (?:morning|afternoon|evening))\b`,
  re`(?<=\b(?:at|before|after|by|till|until|around|about|from|say|between|past|make it|there by|for|nearer|or) )${hour}(?: (?:or|and) ${hour})?
    (?= (?:or|and|if|please|so|but|on|in|tomorrow|today|then|would|will|is|because|cos|works?|suits?|i|we|${weekday})\b| \.|$)${counted}`,
  re`(?<=\b(?:the|at|for|a|to|my|this|say|about|around) )${hour} (?:thirty|fifteen|forty five|oh five|o five|twenty|twenty five|thirty five|forty|fifty|fifty five|ten)\b${counted}(?! (?:one|two|three|four|five|six|seven|eight|nine|oh|double|hundred|thousand|pounds|quid|stone|over))`,
  re`\b(?:half a|${digit}|\d(?:\.\d)?) mils?\b|\b(?:${number}|hundred|fifty) units (?=of (?:botox|dysport|bocouture|azzalure|xeomin))`,
  re`\b${hour}(?: thirty| fifteen| forty five)?(?= (?:on |this |next )?${weekday}\b)`,
  re`\b(?:the |on the )?${ordinal}(?: of)? ${month}\b${notBirth}`,
  re`\b${month} (?:the )?${ordinal}\b${notBirth}`,
  re`\b${weekday} (?:the )?${ordinal}\b`,
  re`\bthe ${ordinal}\b(?! (?:time|one|of (?!${month})|degree|trimester|pregnancy|miscarriage|child|baby|birth|floor|wave|attempt|round|stroke|attack|operation|op|
    ${month} (?:of )?(?:nineteen|two)))${notBirth}`,
  re`\b(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|couple of|few) (?:and a half )?(?:hundred|thousand|grand|k)
    (?: and (?:a half|${number})| ${number})?\b${counted}`,
  re`\b${number} (?:and a half )?(?:hundred|pounds|quid|grand|pence|p|percent)\b(?! (?:over|under|lost|heavier|lighter|of (?:fat|muscle|weight)))${counted}`,
]

/** Every place in a text that tells a time, a date to come or a price. */
export function timesIn(doc: Doc): Range[] {
  const found: Range[] = times.flatMap((pattern) => placesOf(doc, pattern).map(({ from, to }) => ({ from, to })))
  doc.words.forEach(({ start }, i) => {
    if (doc.text[start - 1] === '£') found.push({ from: i, to: i + 1 })
  })
  return found
}
