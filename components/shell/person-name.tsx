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
