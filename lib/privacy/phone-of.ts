/** The number in E.164 when the digits are a whole British number, or a foreign one that was said with its prefix. */
export function phoneOf(digits: string): string | null {
  const plain = digits.replace(/^(?:00)?44(?:0(?=[1-9]\d{8,9}$))?(?=[1-9]\d{8,9}$)/, '0')
  if (/^0(?:[12358]\d{8,9}|[79]\d{9})$/.test(plain)) return `+44${plain.slice(1)}`
  if (/^7\d{9}$/.test(plain)) return `+44${plain}`
  // E.164 allows fifteen digits, the country's included.
  return /^00[1-9]\d{7,14}$/.test(plain) && !plain.startsWith('0044') ? `+${plain.slice(2)}` : null
}
