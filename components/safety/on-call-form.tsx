'use client'

import { ArrowUp, CircleAlert, CircleCheck, CircleHelp, Lock, Plus, Send, Trash2 } from 'lucide-react'
import type { FormEvent } from 'react'
import { testWords } from '#components/safety/words.ts'
import { MOST_ROWS, useOnCall, type Row } from '#components/safety/use-on-call.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { TextField } from '#components/ui/field.tsx'
import type { OnCallContact } from '#lib/recovery/alert-types.ts'

type Props = { clinicId: string; contacts: OnCallContact[]; /** Whether calls can be put through to a mobile. */ hasStandIn: boolean; isOwner: boolean; today: string }

const PLACES = ['First', 'Second', 'Third']

/** Who is told when a caller may be in danger, in order, with a test for each. Staff read and test it; owners change it. */
export function OnCallForm({ clinicId, contacts, hasStandIn, isOwner, today }: Props) {
  const editing = useOnCall(clinicId, contacts)
  const { rows, isChanged, isBusy, refused } = editing

  function submit(event: FormEvent) {
    event.preventDefault()
    void editing.save()
  }

  return (
    <Card title="Who is on call">
      <form noValidate onSubmit={submit} className="flex flex-col gap-4 p-4">
        <p className="text-ink-soft">
          The first is texted within a minute, the second two minutes later if nobody has answered OK; after two more minutes their telephones
          ring. A test or an alert names no caller.
        </p>
        {isOwner ? null : (
          <p className="flex items-center gap-2 text-ink-soft">
            <Lock aria-hidden className="size-4 shrink-0" /> Only an owner of the clinic can change this.
          </p>
        )}
        {rows.length === 0 ? <NobodyYet hasStandIn={hasStandIn} /> : null}
        <ol className="flex flex-col gap-4">
          {rows.map((row, n) => (
            <li key={row.key}>
              <PersonRow row={row} n={n} editing={editing} saved={isChanged ? null : contacts[n] ?? null} isOwner={isOwner} today={today} />
            </li>
          ))}
        </ol>
        <div role="alert" className="empty:hidden">
          {refused ? (
            <p className="flex items-start gap-1.5 text-bad">
              <CircleAlert aria-hidden className="mt-px size-4.5 shrink-0" /> {refused.sentence}
            </p>
          ) : null}
        </div>
        {isOwner ? (
          <div className="flex flex-wrap gap-2">
            {rows.length < MOST_ROWS ? (
              <Button onClick={editing.add}>
                <Plus aria-hidden /> Add a person
              </Button>
            ) : null}
            {isChanged ? (
              <>
                <Button tone="quiet" className="ml-auto" onClick={editing.discard}>
                  Discard
                </Button>
                <Button type="submit" tone="primary" busy={isBusy}>
                  Save
                </Button>
              </>
            ) : null}
          </div>
        ) : null}
      </form>
    </Card>
  )
}

function NobodyYet({ hasStandIn }: { hasStandIn: boolean }) {
  return (
    <p className="flex items-start gap-2 rounded-md bg-warn-soft px-3 py-2 text-warn">
      <CircleAlert aria-hidden className="mt-px size-4.5 shrink-0" />
      {hasStandIn
        ? 'Nobody is named, so the number that calls are put through to is told.'
        : 'Nobody is told by telephone. Only this dashboard warns of a caller in danger.'}
    </p>
  )
}

type RowProps = { row: Row; n: number; editing: ReturnType<typeof useOnCall>; saved: OnCallContact | null; isOwner: boolean; today: string }

function PersonRow({ row, n, editing, saved, isOwner, today }: RowProps) {
  const state = saved ? testWords(saved, today) : null
  const who = row.name || PLACES[n]!.toLowerCase()
  const errors = editing.refused?.fields ?? {}
  return (
    <fieldset className="rounded-md border border-line p-3">
      <legend className="px-1 text-sm font-medium">{PLACES[n]}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label="Name" value={row.name} error={errors[`contacts.${n}.name`]} maxLength={80} autoComplete="off" readOnly={!isOwner} onChange={(event) => editing.change(row.key, { name: event.target.value })} />
        <TextField label="Mobile number" type="tel" value={row.phone} error={errors[`contacts.${n}.phone`]} maxLength={40} autoComplete="off" readOnly={!isOwner} onChange={(event) => editing.change(row.key, { phone: event.target.value })} />
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        {state && saved ? (
          <>
            <p role="status" className={`flex min-w-0 grow items-center gap-1.5 text-sm ${state.isConfirmed ? 'text-ok' : 'text-ink-soft'}`}>
              {state.isConfirmed ? <CircleCheck aria-hidden className="size-4 shrink-0" /> : <CircleHelp aria-hidden className="size-4 shrink-0" />}
              {state.words}
            </p>
            <Button busy={editing.testing === saved.position} onClick={() => void editing.test(saved.position, saved.name)}>
              <Send aria-hidden /> Send a test<span className="sr-only"> to {who}</span>
            </Button>
          </>
        ) : <p className="grow text-sm text-ink-soft">Save first, then send a test.</p>}
        {isOwner ? (
          <>
            {n > 0 ? <IconButton label={`Move ${who} up`} onClick={() => editing.raise(n)}><ArrowUp aria-hidden /></IconButton> : null}
            <IconButton label={`Remove ${who}`} onClick={() => editing.remove(row.key)}><Trash2 aria-hidden /></IconButton>
          </>
        ) : null}
      </div>
    </fieldset>
  )
}
