import { expect, test } from 'vitest'
import { isOn, MAIN_PAGES, MORE_PAGES } from '#components/shell/pages.ts'

const current = (pathname: string) =>
  [...MAIN_PAGES, ...MORE_PAGES].filter((page) => isOn(pathname, 'larkspur', page)).map(({ label }) => label)

test('exactly one page is the current one, also for what lies under it', () => {
  expect(current('/larkspur')).toEqual(['Today'])
  expect(current('/larkspur/leads')).toEqual(['Leads'])
  expect(current('/larkspur/privacy/erasures/7')).toEqual(['Privacy'])
  expect(current('/larkspur/contacts/7/export')).toEqual(['Contacts'])
  expect(current('/larkspur/live-tests')).toEqual(['Live tests'])
})

test('an address that only begins alike is not the page', () => {
  expect(current('/larkspur/callsign')).toEqual([])
  expect(current('/larkspur-two/calls')).toEqual([])
})

test('with "More" the row at the bottom of a phone has five places', () => {
  expect(MAIN_PAGES).toHaveLength(4)
})
