import Form from 'next/form'
import { callsHref, OUTCOME_FILTERS, SPANS, type CallPlace } from '#components/calls/address.ts'
import { OUTCOME_FILTER_WORDS, SPAN_WORDS } from '#components/calls/call-words.ts'
import { Button } from '#components/ui/button.tsx'
import { CONTROL } from '#components/ui/field.tsx'
import { Segmented } from '#components/ui/segmented.tsx'

type Props = { slug: string; place: CallPlace; today: string }

/** What became of the calls and when they were, as links; a span of one's own as a form. All of it is in the address. */
export function CallFilters({ slug, place, today }: Props) {
  const { outcome, procedure, span, from, to } = place
  const dates = { outcome, procedure, span, from, to }
  return (
    <div className="flex w-full min-w-0 flex-wrap gap-x-4 gap-y-2">
      <Segmented
        label="Outcome"
        className="max-w-full"
        segments={[
          { href: callsHref(slug, { ...dates, outcome: null }), label: 'All', isCurrent: !outcome },
          ...OUTCOME_FILTERS.map((one) => ({
            href: callsHref(slug, { ...dates, outcome: one }),
            label: OUTCOME_FILTER_WORDS[one],
            isCurrent: one === outcome,
          })),
        ]}
      />
      <Segmented
        label="Days"
        className="max-w-full"
        segments={[
          { href: callsHref(slug, { outcome, procedure }), label: 'Any day', isCurrent: !span },
          ...SPANS.map((one) => ({
            href: callsHref(slug, { outcome, procedure, span: one, ...(one === span ? { from, to } : {}) }),
            label: SPAN_WORDS[one],
            isCurrent: one === span,
          })),
        ]}
      />
      {span === 'custom' ? (
        <Form action={`/${slug}/calls`} scroll={false} className="flex flex-wrap items-end gap-3">
          {outcome ? <input type="hidden" name="outcome" value={outcome} /> : null}
          {procedure ? <input type="hidden" name="procedure" value={procedure} /> : null}
          <input type="hidden" name="days" value="custom" />
          <DayField label="From" name="from" value={from} today={today} />
          <DayField label="To" name="to" value={to} today={today} />
          <Button type="submit">Show</Button>
        </Form>
      ) : null}
    </div>
  )
}

function DayField({ label, name, value, today }: { label: string; name: string; value: string | null; today: string }) {
  return (
    <label className="flex items-center gap-2 text-sm">
      {label}
      <input key={value} type="date" name={name} max={today} defaultValue={value ?? ''} className={`${CONTROL} w-40`} />
    </label>
  )
}
