import { initials } from '#lib/shared/format.ts'

/** A person's name, which the "hide names" switch replaces by initials. Every name on screen goes through here. */
export function PersonName({ name }: { name: string }) {
  return (
    <>
      <span className="person-full">{name}</span>
      <span className="person-mask">{initials(name)}</span>
    </>
  )
}

/**
 * A person's telephone number (E.164) as a link that rings it. While names are hidden only its last three digits show, and
 * there is no link, because a browser shows where a link leads.
 */
export function PhoneNumber({ phone }: { phone: string }) {
  return (
    <>
      <a
        href={`tel:${phone}`}
        className="person-full inline-flex min-h-6 items-center whitespace-nowrap text-accent underline underline-offset-2"
      >
        {nationalForm(phone)}
      </a>
      <span className="person-mask whitespace-nowrap">
        <span aria-hidden>••• </span>
        <span className="sr-only">number ending in </span>
        {phone.slice(-3)}
      </span>
    </>
  )
}

/** A UK number as it is said at home ('07700 900123', '020 7946 0018'); any other as it is. */
function nationalForm(phone: string): string {
  const uk = /^\+44(\d{9,10})$/.exec(phone)?.[1]
  if (!uk) return phone
  if (uk.startsWith('2')) return `0${uk.slice(0, 2)} ${uk.slice(2, 6)} ${uk.slice(6)}`
  return `0${uk.slice(0, 4)} ${uk.slice(4)}`
}
