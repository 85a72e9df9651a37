import type { TwilioMessage } from '../sandbox/types.ts'

// GSM 03.38: one unit each; those of the second list need two.
const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const GSM_TWICE = '^{}\\[~]|€'

/** How many texts a body is split into: GSM-7 160 then 153, otherwise UCS-2 70 then 67. */
export function segmentsOf(body: string): number {
  let units = 0
  for (const letter of body) {
    if (GSM.includes(letter)) units += 1
    else if (GSM_TWICE.includes(letter)) units += 2
    else return body.length <= 70 ? 1 : Math.ceil(body.length / 67)
  }
  return units <= 160 ? 1 : Math.ceil(units / 153)
}

/** A Message as Twilio's REST API shows it. */
export function messageResource(
  message: {
    sid: string
    accountSid: string
    from: string | null
    to: string
    body: string
    direction: TwilioMessage['direction']
    status: string
    messagingServiceSid?: string | null
  },
  now: Date,
): TwilioMessage {
  const uri = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`
  const date = now.toUTCString().replace('GMT', '+0000')
  return {
    sid: message.sid,
    account_sid: message.accountSid,
    from: message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    direction: message.direction,
    num_segments: String(segmentsOf(message.body)),
    num_media: '0',
    error_code: null,
    error_message: null,
    messaging_service_sid: message.messagingServiceSid ?? null,
    price: null,
    price_unit: 'GBP',
    api_version: '2010-04-01',
    date_created: date,
    date_sent: message.direction === 'inbound' ? date : null,
    date_updated: date,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  }
}
