import { expect, test } from 'vitest'
import { kindOfNumber, type NumberKind } from './numbers.ts'

const cases: [string | null, NumberKind][] = [
  ...['1', '2', '3', '4', '5', '7', '8', '9'].map((digit): [string, NumberKind] => [`+447${digit}00900123`, 'mobile']),
  ['+447624900123', 'mobile'],
  ['+447000900123', 'landline'], ['+447600900123', 'landline'], ['+447623900123', 'landline'],
  ['+447640900123', 'landline'],
  ['+44770090012', 'landline'], ['+4477009001234', 'landline'], ['+4476249001234', 'landline'],
  ['+442079460123', 'landline'], ['+441632960123', 'landline'], ['+443069990123', 'landline'],
  ['+448081570123', 'landline'],
  ['+353201234567', 'foreign'], ['+12025550123', 'foreign'], ['+33199001234', 'foreign'],
  [null, 'withheld'], ['', 'withheld'], ['anonymous', 'withheld'], ['07700900123', 'withheld'], ['+0', 'withheld'],
  ['+447700900123\n', 'withheld'],
]

test.each(cases)('%j is %s', (phone, kind) => expect(kindOfNumber(phone)).toBe(kind))
