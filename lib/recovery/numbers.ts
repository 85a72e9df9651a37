/** What a caller's number can take: only a `mobile` is texted. */
export type NumberKind = 'mobile' | 'landline' | 'foreign' | 'withheld'

/**
 * The kind of a number in E.164; null, or what is not E.164, is `withheld`. Mobile is +447 with 1 to 5 or 7 to 9 and eight
 * digits more, and +447624 on the Isle of Man (Ofcom, National Telephone Numbering Plan). Everything else in the United
 * Kingdom counts as `landline`, also 070 personal numbers and 076 pagers: a carrier may read a text aloud there to
 * whoever picks up.
 */
export function kindOfNumber(phone: string | null): NumberKind {
  if (phone === null || !/^\+[1-9]\d+$/.test(phone)) return 'withheld'
  if (!phone.startsWith('+44')) return 'foreign'
  return /^\+447(?:[1-57-9]\d{8}|624\d{6})$/.test(phone) ? 'mobile' : 'landline'
}
