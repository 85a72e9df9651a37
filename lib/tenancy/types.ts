/** What a signed-in member may know about a clinic they belong to. */
export type ClinicSummary = {
  id: string
  slug: string
  name: string
  timeZone: string
  phoneNumber: string
  role: 'owner' | 'staff'
}
