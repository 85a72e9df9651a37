import { AttendedButtons } from '#components/leads/attended-buttons.tsx'

type Props = { clinicId: string; bookingId: string; attended: boolean | null }

/** Whether the person came, once the booking has begun, in a booking's dialog. */
export function Attendance(props: Props) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-4">
      <span className="w-[6.5rem] text-ink-soft">Did they come?</span>
      <AttendedButtons {...props} />
    </div>
  )
}
