import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** The number in E.164 (+447700900123), read as a UK number when it has no country; null when it is none. */
export function toE164(text: string | null | undefined): string | null {
  const number = parsePhoneNumberFromString(text ?? '', 'GB')
  return number?.isPossible() ? number.number : null
}
