import { list } from './text.ts'

/** Mail providers as they are said, and their names in an address. */
export const providers: Record<string, string> = {
  gmail: 'gmail',
  googlemail: 'googlemail',
  'google mail': 'googlemail',
  'g mail': 'gmail',
  'gee mail': 'gmail',
  'jee mail': 'gmail',
  'g male': 'gmail',
  'gee male': 'gmail',
  gmale: 'gmail',
  hotmail: 'hotmail',
  'hot male': 'hotmail',
  'hot mail': 'hotmail',
  outlook: 'outlook',
  'out look': 'outlook',
  yahoo: 'yahoo',
  ymail: 'ymail',
  'y mail': 'ymail',
  icloud: 'icloud',
  'i cloud': 'icloud',
  'eye cloud': 'icloud',
  aol: 'aol',
  'a o l': 'aol',
  live: 'live',
  msn: 'msn',
  'm s n': 'msn',
  me: 'me',
  mac: 'mac',
  btinternet: 'btinternet',
  'bt internet': 'btinternet',
  'b t internet': 'btinternet',
  btopenworld: 'btopenworld',
  sky: 'sky',
  virginmedia: 'virginmedia',
  'virgin media': 'virginmedia',
  ntlworld: 'ntlworld',
  talktalk: 'talktalk',
  'talk talk': 'talktalk',
  protonmail: 'protonmail',
  'proton mail': 'protonmail',
  proton: 'proton',
  gmx: 'gmx',
  mail: 'mail',
  zoho: 'zoho',
  fastmail: 'fastmail',
  tiscali: 'tiscali',
  blueyonder: 'blueyonder',
  'blue yonder': 'blueyonder',
  rocketmail: 'rocketmail',
  plusnet: 'plusnet',
  orange: 'orange',
}
/** These are plain words too: only with their "dot com". */
export const plainProviders = new Set(list('me live sky mac mail orange proton'))
export const endings = new Set(
  list(
    'com co uk org net io ac gov nhs me info biz eu ie scot wales cymru london example test email sch plc ltd ' +
      'de fr es it pl in ca au nz us dev app tech clinic health test',
  ),
)
/** How recognition writes "com" after a provider. */
export const misheardEndings: Record<string, string> = { come: 'com', calm: 'com', con: 'com', comm: 'com', coms: 'com' }
export const marks: Record<string, string> = {
  dot: '.',
  period: '.',
  point: '.',
  stop: '.',
  underscore: '_',
  hyphen: '-',
  dash: '-',
  minus: '-',
  plus: '+',
  slash: '',
}
/** Where the words of an address's first part cannot reach back over. */
export const borders = new Set(
  list(`is it my the me on to email emails mail address at use just yeah yes yep sure ok okay
  um so its that this your
  you send sent reach contact through via be would could can please and well right no not sorry oh hi hello thanks
  here i have got
  under for but or actually try best one personal work from through with about name called because when then than
  can do does did use used using got get now are was were have has had what which who why how if not rest usual moment minute`),
)
/** What is said about an address and before it, and is masked with it: "i meant gmail, kim at". */
export const asides = new Set(
  list('spelt spelled spelling meant both either hang hold wait matter dots mean said put prefer usually instead without mine mate pen nearly think thinks remember says crying judge slow fine okay easier easiest quicker'),
)
/** The part before "at" of addresses that belong to nobody in particular; elsewhere these words end it. */
export const desks = new Set(
  list('contact hello hi me mail info email work personal best reception enquiries bookings thanks sorry'),
)
export const silent = new Set(list('all lower case lowercase upper one word no spaces joined together capital'))
