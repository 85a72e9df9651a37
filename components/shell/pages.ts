import {
  BadgeCheck, BookUser, CalendarDays, Clock, FlaskConical, Gauge, KeyRound, MessageSquareText, Phone, PhoneCall, ShieldAlert, ShieldCheck, Sun, UserRoundCheck, type LucideIcon,
} from 'lucide-react'

/** A page of a clinic's dashboard; `path` follows the clinic's own ('/larkspur'). */
export type ClinicPage = { path: string; label: string; icon: LucideIcon }

/** The pages that a thumb reaches at the bottom of a phone: four, because the fifth place opens the others. */
export const MAIN_PAGES: ClinicPage[] = [
  { path: '', label: 'Today', icon: Sun },
  { path: '/leads', label: 'Leads', icon: UserRoundCheck },
  { path: '/calendar', label: 'Calendar', icon: CalendarDays },
  { path: '/calls', label: 'Calls', icon: Phone },
]

/** The pages behind "More" on a phone. */
export const MORE_PAGES: ClinicPage[] = [
  { path: '/contacts', label: 'Contacts', icon: BookUser },
  { path: '/hours', label: 'Hours', icon: Clock },
  { path: '/latency', label: 'Latency', icon: Gauge },
  { path: '/try', label: 'Try a call', icon: PhoneCall },
  { path: '/texts', label: 'Texts', icon: MessageSquareText },
  { path: '/safety', label: 'Safety', icon: ShieldAlert },
  { path: '/privacy', label: 'Privacy', icon: ShieldCheck },
  { path: '/live-tests', label: 'Live tests', icon: FlaskConical },
  { path: '/audit', label: 'Audit', icon: BadgeCheck },
  { path: '/keys', label: 'Keys', icon: KeyRound },
]

/** Whether an address is a page, or lies under it; nothing lies under today's, whose address is the clinic's own. */
export function isOn(pathname: string, slug: string, { path }: Pick<ClinicPage, 'path'>): boolean {
  const href = `/${slug}${path}`
  return pathname === href || (path !== '' && pathname.startsWith(`${href}/`))
}
